import { rmSync, writeFileSync } from "node:fs";

/**
 * An empty file for a plan, which its owner alone may read: a plan holds secrets. Terraform keeps the mode of a file that is there,
 * and makes a new one as the umask says. One that a killed run has left is replaced: it says nothing of today.
 */
export function makePlanFile(path: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, "", { mode: 0o600, flag: "wx" });
}
