import type { Change, StackPreview } from "../../document.ts";
import { courseOf, courseWords, tally } from "../../words/action-words.ts";
import { type Fold, memberNames, subject } from "../../words/fold.ts";
import { groupsInOrder } from "../../words/order.ts";
import { attributeTable } from "./attributes.ts";
import { courseMark, riskBadge } from "./badge.ts";
import { type Child, code, disclosure, element, inPages } from "./element.ts";
import { notableList } from "./notables.ts";

/** Names and attributes told before a fold is opened. */
const told = 4;

/** What happens in a stack: what is to be known of its plan, then its changes by construct. */
export function stackPart(stack: StackPreview, shown: readonly Change[]): HTMLElement {
  const heading = element("h4", {}, code(stack.name));
  const all = shown.length === stack.changes.length;
  const count = all ? tally(stack.changes) : `${shown.length} of ${stack.changes.length}`;
  const status = stack.status === "planned" ? [] : [element("span", { class: `status ${stack.status}` }, stack.status)];
  const summary = [
    heading,
    ...status,
    element("span", { class: "muted" }, stack.status === "failed" && shown.length === 0 ? "" : count),
  ];
  return disclosure({ class: "stack", open: true }, summary, () => {
    const list = element("ul", { class: "changes" });
    inPages(entriesOf(shown), list, entryItem);
    return [...notableList(stack), list];
  });
}

interface Entry {
  readonly fold: Fold;
  /** The construct's name, before its first fold. */
  readonly heading?: string;
}

function entriesOf(changes: readonly Change[]): Entry[] {
  return groupsInOrder(changes).flatMap(({ construct, folds }) =>
    folds.map((fold, index) => (index === 0 ? { fold, heading: construct || "throughout the stack" } : { fold })),
  );
}

function entryItem({ fold, heading }: Entry): HTMLElement {
  const { course, risk, changes, attributes } = fold;
  const paths = course === "create" || course === "delete" ? [] : attributes.map(({ path }) => path);
  const brief = [briefly(telling(fold)), briefly(paths)].filter(({ length }) => length > 0);
  const summary = [
    riskBadge(risk),
    courseMark(course),
    element("span", { class: "subject" }, subject(fold)),
    ...(fold.place.includes("/") ? [code(fold.place)] : []),
    ...brief.map((children) => element("span", { class: "brief" }, ...children)),
  ];
  const part = disclosure({ class: `fold ${risk}` }, summary, () => foldBody(fold));
  part.dataset.changes = String(changes.length);
  return element("li", {}, ...(heading === undefined ? [] : [element("h5", {}, heading)]), part);
}

/** Names that say more than the construct's. */
function telling(fold: Fold): string[] {
  if (fold.changes.length === 1) return [];
  const names = memberNames(fold);
  return names.some((name, index) => name === fold.changes[index]?.address) ? [] : names;
}

function briefly(names: readonly string[]): Child[] {
  const children = names.slice(0, told).flatMap((name, index) => (index === 0 ? [code(name)] : [" ", code(name)]));
  return names.length > told ? [...children, ` and ${names.length - told} more`] : children;
}

function foldBody({ changes, attributes }: Fold): Child[] {
  const common = attributes.length > 0 ? [attributeTable(attributes)] : [];
  const apart = changes.length > 1 && (attributes.length === 0 || attributes.some(({ various }) => various));
  const list = element("ul", { class: "resources" });
  inPages(changes, list, (change) => element("li", {}, ...resource(change, apart)));
  return [...common, list];
}

/** A resource of a fold; with attributes of its own, they can be opened. */
function resource(change: Change, apart: boolean): Child[] {
  const from = change.previousAddress ? [" from ", code(change.previousAddress)] : [];
  const said: Child[] = [code(change.address), ...from];
  if (!apart || change.attributes.length === 0) return said;
  const label = element("span", { class: "visually-hidden" }, `${courseWords[courseOf(change)].does} `);
  return [disclosure({ class: "resource" }, [label, ...said], () => [attributeTable(change.attributes)])];
}
