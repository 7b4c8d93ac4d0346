import { waves } from "../../../../environments/layers.ts";
import type { Change, EnvironmentPreview, StackPreview } from "../../document.ts";
import { tally } from "../../words/action-words.ts";
import { topConstruct } from "../../words/fold.ts";
import { stacksInOrder } from "../../words/order.ts";
import { byRisk, highestRisk } from "../../words/risk-words.ts";
import { riskBadge } from "./badge.ts";
import { cells } from "./cells.ts";
import { element } from "./element.ts";

export interface ConstructChoice {
  readonly stack: string;
  readonly name: string;
}

/** The environment drawn as it is built: a row for what is deployed side by side, a box a stack, a tile a construct. */
export function platformDrawing(
  { stacks }: EnvironmentPreview,
  choose: (choice: ConstructChoice) => void,
): { readonly drawing: HTMLElement; readonly mark: (chosen: ConstructChoice | undefined) => void } {
  const tiles: { readonly tile: HTMLElement; readonly choice: ConstructChoice }[] = [];
  const box = (stack: StackPreview) => {
    const constructs = constructsOf(stack.changes).map(({ name, changes }) => {
      const choice = { stack: stack.name, name };
      const tile = constructTile(name, changes);
      tile.addEventListener("click", () => choose(choice));
      tiles.push({ tile, choice });
      return element("li", {}, tile);
    });
    return stackBox(stack, constructs);
  };
  const rows = rowsOf(stacks).map((row) => element("li", {}, element("ul", { class: "row" }, ...row.map(box))));
  const mark = (chosen: ConstructChoice | undefined) => {
    for (const { tile, choice } of tiles) {
      const pressed = chosen?.stack === choice.stack && chosen.name === choice.name;
      tile.setAttribute("aria-pressed", String(pressed));
    }
  };
  const legend = element(
    "p",
    { class: "legend muted" },
    "A square is a resource; a crossed one is destroyed or replaced.",
  );
  const drawing = element(
    "div",
    {},
    element("ol", { class: "platform" }, ...rows),
    ...(tiles.length > 0 ? [legend] : []),
  );
  return { drawing, mark };
}

function stackBox(stack: StackPreview, constructs: readonly HTMLElement[]): HTMLElement {
  const { name, status, changes } = stack;
  const news = status === "failed" && changes.length === 0 ? [] : [tally(changes)];
  const said = [...(status === "planned" ? [] : [status]), ...news].join(" · ");
  const quiet = changes.length === 0 && status !== "failed";
  const box = element(
    "li",
    { class: `box ${status} ${quiet ? "quiet" : ""}` },
    element("div", { class: "box-head" }, element("strong", {}, name), element("span", { class: "muted" }, said)),
    ...(constructs.length > 0 ? [element("ul", { class: "tiles" }, ...constructs)] : []),
  );
  box.style.flexGrow = String(Math.max(1, constructs.length));
  return box;
}

function constructTile(name: string, changes: readonly Change[]): HTMLElement {
  const risk = highestRisk(changes.map((change) => change.risk));
  const head = element(
    "span",
    { class: "tile-head" },
    element("span", { class: "tile-name" }, name || "stack"),
    riskBadge(risk),
  );
  const tile = element("button", { type: "button", class: `tile ${risk}`, "aria-pressed": "false" }, head);
  tile.append(cells(changes), element("span", { class: "tile-said" }, tally(changes)));
  return tile;
}

function constructsOf(changes: readonly Change[]): { readonly name: string; readonly changes: readonly Change[] }[] {
  return [...Map.groupBy(changes, topConstruct)]
    .map(([name, some]) => ({ name, changes: some }))
    .sort((a, b) => byRisk(highestOf(a.changes), highestOf(b.changes)) || b.changes.length - a.changes.length);
}

function highestOf(changes: readonly Change[]) {
  return highestRisk(changes.map(({ risk }) => risk));
}

/** A stack of a layer that nobody knows stands in a row of its own. */
function rowsOf(stacks: readonly StackPreview[]): StackPreview[][] {
  const waveOf = ({ layer }: StackPreview) => {
    const index = waves.findIndex((wave) => wave.some((name) => name === layer));
    return index === -1 ? layer : index;
  };
  return [...Map.groupBy(stacksInOrder(stacks), waveOf).values()];
}
