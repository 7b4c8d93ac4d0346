import { readEvent } from "./terraform-events.ts";

/** How long an apply may be silent about what it has done, in milliseconds. */
const silence = 2000;

/** Reads an apply's output line by line and reports now and then how far it is. */
export function applyProgress(report: (text: string) => void): (line: string) => void {
  let planned = 0;
  let done = 0;
  let last = performance.now();
  return (line) => {
    for (const { type, changes } of readEvent(line)) {
      if (type === "change_summary" && changes?.operation === "plan")
        planned = changes.add + changes.change + changes.remove;
      if (type !== "apply_complete") continue;
      done++;
      if (performance.now() - last < silence) continue;
      last = performance.now();
      report(`${done} of ${planned}`);
    }
  };
}
