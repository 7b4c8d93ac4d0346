/**
 * Previews a one-line change of three environments, each time as a process of its own in a clone of what is committed here:
 * with nothing kept from before, and then with the base's clouds kept. Ends well when both bars are met.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, table } from "./figures.ts";
import { machine } from "./machine.ts";
import { Refusal } from "./refusal.ts";

const environments = ["dev", "staging", "prod"];
const root = join(import.meta.dirname, "../..");
const bars = { first: 90, again: 30 };

const folder = mkdtempSync(join(tmpdir(), "plinth-bench-preview-"));
try {
  console.log(machine());
  changeOneLine();
  const first = preview();
  const again = [preview(), preview(), preview()];
  const rows = [
    ["nothing kept", first.toFixed(1), String(bars.first)],
    ["base kept, median of 3", median(again).toFixed(1), String(bars.again)],
  ];
  console.log(table([`preview ${environments.join(" ")}`, "seconds", "at most"], rows));
  if (first > bars.first || median(again) > bars.again) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function changeOneLine(): void {
  execFileSync("git", ["clone", "--quiet", root, folder]);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const file = join(folder, "environments/base.ts");
  const before = readFileSync(file, "utf8");
  const after = before.replace("quarantine: { expireAfterDays: 90 }", "quarantine: { expireAfterDays: 120 }");
  if (after === before) throw new Refusal(`${file} does not hold the line that this bench changes`);
  writeFileSync(file, after);
  const who = ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid"];
  execFileSync("git", [...who, "commit", "--quiet", "--all", "--message", "one line"], { cwd: folder });
}

/** Seconds from the process's start to its end. */
function preview(): number {
  const start = performance.now();
  const program = join(folder, "tools/plinth/cli.js");
  const out = join(folder, "preview");
  const args = [program, "preview", ...environments, "--base", "HEAD~1", "--out", out];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Refusal(`the preview ended with ${status}: ${stderr.trim().slice(-2000)}`);
  return (performance.now() - start) / 1000;
}
