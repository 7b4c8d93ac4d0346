import Table from "cli-table3";
import type { Cost } from "./program.ts";

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  if (low === undefined || high === undefined) throw new Error("There is no median of nothing.");
  return (low + high) / 2;
}

/** What each run of `theirs` is of the run of `ours` beside it. */
export function ratios(theirs: readonly number[], ours: readonly number[]): number[] {
  return theirs.map((value, index) => value / (ours[index] ?? Number.NaN));
}

/** Smallest, median, largest. */
export function spread(values: readonly number[], digits: number): [string, string, string] {
  const shown = [Math.min(...values), median(values), Math.max(...values)].map((value) => value.toFixed(digits));
  return [shown[0] ?? "", shown[1] ?? "", shown[2] ?? ""];
}

export const costHeads = ["s min", "median", "max", "MiB min", "median", "max"];

export function costCells(costs: readonly Cost[]): string[] {
  const seconds = costs.map((cost) => cost.seconds);
  const peaks = costs.map((cost) => cost.peak);
  return [...spread(seconds, 2), ...spread(peaks, 0)];
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const result = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) result.push([...row]);
  return result.toString();
}
