import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { costCells, costHeads, median, table } from "./figures.ts";
import { costs, type Program } from "./program.ts";
import { Refusal } from "./refusal.ts";

const rounds = 5;
const changes = 5000;
/** Of a whole process, from the plans' text to three files, its start included; of memory the most it ever held. */
const bars = { seconds: 2, mebibytes: 300 };

const root = join(import.meta.dirname, "../..");
const plans = mkdtempSync(join(tmpdir(), "plinth-plans-"));
try {
  // In a process of its own: this one must stay smaller than those that it measures.
  const made = spawnSync(process.execPath, ["test/bench/large-plans.ts", String(changes), plans], { cwd: root });
  if (made.status !== 0) throw new Refusal(`The plans could not be made: ${String(made.stderr).trim()}`);
  const program = (name: string, ...args: string[]): Program => ({ name, folder: root, arguments: args });
  // The second renders what the first has come to.
  const env = { ...process.env, CDKTF_OUTDIR: plans };
  spawnSync(process.execPath, ["test/bench/rendering.ts", plans], { cwd: root, env });
  const programs = [
    program(`${changes} changes, plans to files`, "test/bench/rendering.ts", plans),
    program("of that, rendering alone", "test/bench/document-rendering.ts", join(plans, "preview.json")),
  ];
  const rows = costs(programs, rounds).map((found, index) => {
    const seconds = median(found.map((cost) => cost.seconds));
    const peak = median(found.map((cost) => cost.peak));
    const met = seconds <= bars.seconds && peak <= bars.mebibytes;
    if (!met) process.exitCode = 1;
    return [programs[index]?.name ?? "", ...costCells(found), met ? "met" : "MISSED"];
  });
  const bar = `at most ${bars.seconds} s, ${bars.mebibytes} MiB`;
  console.log(table(["", ...costHeads, bar], rows));
} finally {
  rmSync(plans, { recursive: true, force: true });
}
