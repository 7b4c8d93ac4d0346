import type { Change } from "../../document.ts";
import { courseOf, courses, isEnd } from "../../words/action-words.ts";
import { byRisk } from "../../words/risk-words.ts";

const size = 7;
const pitch = 10;
const columns = 14;
/** What a construct shows of itself before its cells become a mere texture. */
const most = 84;

const svg = "http://www.w3.org/2000/svg";

/** A square for each resource, colored by risk, the worst first; what is destroyed or replaced is crossed out. */
export function cells(changes: readonly Change[]): SVGSVGElement {
  const shown = changes.toSorted((a, b) => byRisk(a.risk, b.risk) || courseRank(a) - courseRank(b)).slice(0, most);
  const drawing = document.createElementNS(svg, "svg");
  const rows = Math.ceil(shown.length / columns);
  const width = Math.min(shown.length, columns) * pitch;
  for (const [name, value] of Object.entries({ width, height: rows * pitch, "aria-hidden": "true", class: "cells" })) {
    drawing.setAttribute(name, String(value));
  }
  const placed = shown.map((change, index) => ({
    change,
    x: (index % columns) * pitch,
    y: Math.floor(index / columns) * pitch,
  }));
  for (const [risk, some] of Map.groupBy(placed, ({ change }) => change.risk)) {
    drawing.append(path(`cell ${risk}`, some.map(({ x, y }) => `M${x} ${y}h${size}v${size}h-${size}z`).join("")));
  }
  const ends = placed.filter(({ change }) => isEnd(courseOf(change)));
  if (ends.length > 0) drawing.append(path("cross", ends.map(({ x, y }) => cross(x, y)).join("")));
  return drawing;
}

function courseRank(change: Change): number {
  return courses.indexOf(courseOf(change));
}

function cross(x: number, y: number): string {
  return `M${x + 1} ${y + 1}l${size - 2} ${size - 2}M${x + size - 1} ${y + 1}l-${size - 2} ${size - 2}`;
}

function path(name: string, d: string): SVGPathElement {
  const made = document.createElementNS(svg, "path");
  made.setAttribute("class", name);
  made.setAttribute("d", d);
  return made;
}
