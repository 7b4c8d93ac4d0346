import type { StackPreview } from "../../document.ts";
import { notables, outputsByChange, problemsOf } from "../../words/notable.ts";
import { type Child, code, element } from "./element.ts";

/** What to know of a stack's plan before believing it, and what it hands on. */
export function notableList(stack: StackPreview): HTMLElement[] {
  const said: Child[][] = [
    ...problemsOf(stack).map((problem) => [element("strong", {}, "Failed: "), problem]),
    ...notables(stack).map(({ says, names }) => [says, ...named(names)]),
    ...outputsByChange(stack).map(({ says, names }) => [`Outputs ${says}:`, ...named(names)]),
  ];
  if (said.length === 0) return [];
  return [element("ul", { class: "notables" }, ...said.map((children) => element("li", {}, ...children)))];
}

function named(names: readonly string[]): Child[] {
  return names.flatMap((name) => [" ", code(name)]);
}
