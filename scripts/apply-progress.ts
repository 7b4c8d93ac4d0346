import { readEvent } from "./terraform-events.ts";

/** How long an apply may be silent about what it has done, in milliseconds. */
const silence = 2000;

/** Reads an apply's output line by line and reports now and then how far it is. */
export function applyProgress(planned: number, report: (text: string) => void): (line: string) => void {
  let done = 0;
  let last = performance.now();
  return (line) => {
    for (const { type } of readEvent(line)) {
      if (type !== "apply_complete") continue;
      done++;
      if (performance.now() - last < silence) continue;
      last = performance.now();
      report(`${done} of ${planned}`);
    }
  };
}
