import type { AttributeChange } from "../../document.ts";
import type { FoldedAttribute } from "../../words/fold.ts";
import { difference } from "./difference.ts";
import { type Child, code, element } from "./element.ts";

/** What changes of a resource, before and after, side by side. */
export function attributeTable(attributes: readonly (AttributeChange | FoldedAttribute)[]): HTMLElement {
  const rows = attributes.map((attribute) => {
    const [before, after] = valuesOf(attribute);
    const notes = [
      attribute.replaces ? "forces replacement" : "",
      attribute.change === "changed" ? "" : attribute.change,
    ];
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, code(attribute.path), ...notes.filter(Boolean).map(note)),
      element("td", {}, ...before),
      element("td", {}, ...after),
    );
  });
  const head = element(
    "tr",
    {},
    ...["Attribute", "Before", "After"].map((name) => element("th", { scope: "col" }, name)),
  );
  return element("table", { class: "attributes" }, element("thead", {}, head), element("tbody", {}, ...rows));
}

/** Cells before and after; where a value is not shown, why not. */
function valuesOf(attribute: AttributeChange | FoldedAttribute): [Child[], Child[]] {
  const { hidden, before, after, unknown, change } = attribute;
  const various = "various" in attribute && attribute.various;
  const silence =
    hidden === "sensitive" ? "sensitive" : hidden === "unlisted" ? "not shown" : various ? "of each its own" : "";
  const known = (there: boolean) => (there && silence ? [note(silence)] : []);
  if (silence) return [known(change !== "added"), unknown ? [note("known when applied")] : known(change !== "removed")];
  if (before !== undefined && after !== undefined) {
    const { head, tail, ...middle } = difference(before, after);
    return [
      marked(head, element("del", {}, middle.before), tail),
      marked(head, element("ins", {}, middle.after), tail),
    ];
  }
  const show = (value: string | undefined) => (value === undefined ? [] : [code(value)]);
  return [show(before), unknown ? [note("known when applied")] : show(after)];
}

function marked(head: string, middle: HTMLElement, tail: string): Child[] {
  return [element("code", {}, head, ...(middle.textContent ? [middle] : []), tail)];
}

function note(text: string): HTMLElement {
  return element("span", { class: "note" }, text);
}
