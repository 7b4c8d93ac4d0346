/** A line of a list, and what is left out with it where there is no room. */
export interface Line {
  readonly text: string;
  /** Lines of a lower number are given room first. */
  readonly priority: number;
  readonly changes?: number;
  readonly findings?: number;
}

/** Text around lines and further blocks: there as soon as something of it is. Of its own lines the first come first. */
export interface Block {
  readonly head: string;
  readonly foot: string;
  readonly parts: readonly (Line | Block)[];
}

export interface Spent {
  readonly text: string;
  readonly leftOut: { readonly lines: number; readonly changes: number; readonly findings: number };
}

interface Leaf {
  readonly line: Line;
  /** From the outermost. */
  readonly within: readonly Block[];
  readonly owner: Block;
  /** Among its block's lines of the same priority. */
  readonly turn: number;
}

/** Room for "- … and 12,345 more". */
const roomForMore = 32;

/** Of the room that is left, how much the lines of one priority may take while those of others still wait. */
const share = 0.6;

/**
 * As many lines as `limit` characters hold, by priority; among equals every block has its first line before any has its
 * second. Of the lines of one priority a block shows the first ones, without gaps.
 */
export function spend(block: Block, limit: number): Spent {
  const leaves = leavesOf(block, []).sort((a, b) => a.line.priority - b.line.priority || a.turn - b.turn);
  const shown = new Set<Line | Block>();
  let room = limit;
  const spendOn = (some: readonly Leaf[], most: number) => {
    const full = new Set<Block>();
    const least = room - most;
    for (const { line, within, owner } of some) {
      const opened = within.filter((outer) => !shown.has(outer));
      const cost = opened.reduce((sum, outer) => sum + costOf(outer), line.text.length + 1);
      if (full.has(owner) || room - cost < least) full.add(owner);
      else {
        room -= cost;
        for (const part of [line, ...opened]) shown.add(part);
      }
    }
  };
  const levels = [...Map.groupBy(leaves, ({ line }) => line.priority).values()];
  for (const level of levels) spendOn(level, room * share);
  for (const level of levels)
    spendOn(
      level.filter(({ line }) => !shown.has(line)),
      room,
    );
  return { text: textOf(block, shown), leftOut: sumOf(leaves.flatMap(({ line }) => (shown.has(line) ? [] : [line]))) };
}

function costOf({ head, foot }: Block): number {
  return head.length + foot.length + roomForMore;
}

function sumOf(lines: readonly Line[]): Spent["leftOut"] {
  const sum = (of: (line: Line) => number | undefined) => lines.reduce((total, line) => total + (of(line) ?? 0), 0);
  return { lines: lines.length, changes: sum(({ changes }) => changes), findings: sum(({ findings }) => findings) };
}

function leavesOf(block: Block, outer: readonly Block[]): Leaf[] {
  const within = [...outer, block];
  const turns = new Map<number, number>();
  return block.parts.flatMap((part) => {
    if ("parts" in part) return leavesOf(part, within);
    const turn = turns.get(part.priority) ?? 0;
    turns.set(part.priority, turn + 1);
    return [{ line: part, within, owner: block, turn }];
  });
}

function textOf(block: Block, shown: ReadonlySet<Line | Block>): string {
  const { head, foot, parts } = block;
  if (!shown.has(block)) return "";
  const inside = parts.map((part) => {
    if ("parts" in part) return textOf(part, shown);
    return shown.has(part) ? `${part.text}\n` : "";
  });
  const missing = parts.flatMap((part) => ("parts" in part || shown.has(part) ? [] : [part.text]));
  const indent = /^ */.exec(missing[0] ?? "")?.[0] ?? "";
  const more = missing.length === 0 ? "" : `${indent}- … and ${missing.length.toLocaleString("en")} more\n`;
  return `${head}${inside.join("")}${more}${foot}`;
}
