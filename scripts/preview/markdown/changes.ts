import type { StackPreview } from "../document.ts";
import { courseWords, isEnd, tally } from "../words/action-words.ts";
import { type Fold, type FoldedAttribute, memberNames, subject } from "../words/fold.ts";
import { outputsByChange } from "../words/notable.ts";
import { endsAndRest, groupsInOrder, stacksInOrder } from "../words/order.ts";
import { risksAscending } from "../words/risk-words.ts";
import type { Block, Line } from "./budget.ts";
import { code, htmlCode, listed } from "./escape.ts";
import { priorities } from "./priorities.ts";

/** A comment shows what is needed to decide; the page shows the rest. */
const shownAttributes = 5;
const shownNames = 4;
const valueLength = 48;

/** What ends, of all stacks of an environment. */
export function endsBlock(stacks: readonly StackPreview[]): Block {
  const parts = stacksInOrder(stacks).flatMap((stack) =>
    groupsInOrder(endsAndRest(stack.changes).ends).flatMap(({ folds }) => folds.map((fold) => endLine(stack, fold))),
  );
  return { head: "\n**Destroyed or replaced**\n\n", foot: "", parts };
}

/** What else changes, of each stack, folded up. */
export function stackBlocks(stacks: readonly StackPreview[]): Block[] {
  return stacksInOrder(stacks).map((stack) => {
    const { rest } = endsAndRest(stack.changes);
    const parts = groupsInOrder(rest).flatMap(({ folds }) => folds.map(restLine));
    const said = rest.length > 0 ? tally(rest) : "outputs";
    const status = stack.status === "planned" ? "" : ` (${stack.status})`;
    return {
      head: `\n<details>\n<summary>${htmlCode(stack.name)}: ${said}${status}</summary>\n\n`,
      foot: "\n</details>\n",
      parts: [...parts, ...outputLines(stack)],
    };
  });
}

function endLine({ name }: StackPreview, fold: Fold): Line {
  const addresses = listed(fold.changes.map(({ address }) => address));
  const text = `- **${fold.risk} ${courseWords[fold.course].does}** ${subject(fold)} in ${placeOf(fold, name)}: ${addresses}${attributesText(fold)}`;
  return { text, priority: priorities.ends, changes: fold.changes.length };
}

function restLine(fold: Fold): Line {
  const names = memberNames(fold);
  const telling = fold.changes.length > 1 && !fold.changes.some(({ address }) => names.includes(address));
  const members = telling ? `: ${listed(names, shownNames)}` : "";
  const place = fold.place === "" ? "throughout" : code(fold.place);
  const text = `- **${fold.risk}** ${place}: ${courseWords[fold.course].does} ${subject(fold)}${members}${movesText(fold)}${attributesText(fold)}`;
  const priority = priorities.changes + risksAscending.length - 1 - risksAscending.indexOf(fold.risk);
  return { text, priority, changes: fold.changes.length };
}

function outputLines(stack: StackPreview): Line[] {
  const said = outputsByChange(stack).map(({ says, names }) => `${says} ${listed(names)}`);
  return said.length === 0 ? [] : [{ text: `- Outputs: ${said.join("; ")}`, priority: priorities.asides }];
}

function placeOf({ place }: Fold, stack: string): string {
  return place === "" ? code(stack) : `${code(stack)} ${code(place)}`;
}

function movesText({ changes }: Fold): string {
  const moves = changes.flatMap(({ address, previousAddress }) =>
    previousAddress ? [{ address, previousAddress }] : [],
  );
  const [first] = moves;
  if (first === undefined) return "";
  const others = moves.length === 1 ? "" : ` and ${moves.length - 1} more`;
  return `, ${code(first.previousAddress)} → ${code(first.address)}${others}`;
}

function attributesText({ course, attributes }: Fold): string {
  if (course === "delete" || course === "create" || course === "read" || attributes.length === 0) return "";
  const ordered = attributes.toSorted((a, b) => Number(b.replaces) - Number(a.replaces));
  const shown = ordered.slice(0, shownAttributes).map((attribute) => attributeText(attribute, isEnd(course)));
  const more = ordered.length - shown.length;
  return `; ${shown.join(", ")}${more > 0 ? ` and ${more} more attributes` : ""}`;
}

function attributeText(attribute: FoldedAttribute, ends: boolean): string {
  const { path, change, before, after, hidden, unknown, replaces, various } = attribute;
  const forces = ends && replaces ? " (forces it)" : "";
  const name = `${change === "changed" ? "" : `${change} `}${code(path)}${forces}`;
  if (hidden === "sensitive") return `${name} (sensitive)`;
  if (hidden === "unlisted") return name;
  if (various) return `${name} (of each its own)`;
  const from = before === undefined ? "" : ` ${code(before, valueLength)}`;
  const to = after === undefined ? "" : ` → ${code(after, valueLength)}`;
  return `${name}${from}${unknown ? " → known when applied" : to}`;
}
