import { join } from "node:path";
import { costCells, costHeads, median, ratios, spread, table } from "./figures.ts";
import { machine } from "./machine.ts";
import { peer, preparePeer } from "./peer.ts";
import { type Cost, costs, type Program, warmUp } from "./program.ts";
import { Refusal } from "./refusal.ts";
import { differing, resourceCount } from "./stacks.ts";

const rounds = 5;
/** Against the peer, of the medians of the pairs. */
const bars = { timesFaster: 5, shareOfMemory: 0.6 };

const root = join(import.meta.dirname, "../..");
const app = (...environments: string[]): Program => ({
  name: environments.join(", "),
  folder: root,
  arguments: ["stacks/app.ts"],
  environments,
});
const prod = app("prod");
const large = (extra: number): Program => ({
  name: `prod and ${extra} more topics and secrets`,
  folder: root,
  arguments: ["test/bench/large.ts", String(extra)],
});

/** Both sides by turns; answers whether the bars are met. */
function againstTemplate(): boolean {
  const installed = preparePeer();
  if (installed !== undefined) console.log(`Packages of test/bench/template installed in ${installed.toFixed(1)} s.`);
  const made = warmUp(prod);
  const apart = differing(made, warmUp(peer));
  if (apart.length > 0) throw new Refusal(`the template synthesizes another ${apart.join(", ")}; nothing is compared.`);
  const [ours = [], theirs = []] = costs([prod, peer], rounds);
  console.log(
    `\nSynthesis of prod, ${resourceCount(made)} resources in ${made.size} stacks, identical on both sides; whole processes, ${rounds} pairs by turns:`,
  );
  console.log(
    table(
      ["", ...costHeads],
      [
        ["node stacks/app.ts", ...costCells(ours)],
        [peer.name, ...costCells(theirs)],
      ],
    ),
  );
  return verdict(ours, theirs);
}

function verdict(ours: readonly Cost[], theirs: readonly Cost[]): boolean {
  const seconds = (all: readonly Cost[]) => all.map((cost) => cost.seconds);
  const peaks = (all: readonly Cost[]) => all.map((cost) => cost.peak);
  const faster = ratios(seconds(theirs), seconds(ours));
  const memory = ratios(peaks(ours), peaks(theirs));
  const fast = median(faster) >= bars.timesFaster;
  const small = median(memory) <= bars.shareOfMemory;
  const said = (met: boolean) => (met ? "met" : "MISSED");
  console.log(
    table(
      ["pair by pair", "min", "median", "max", "bar", ""],
      [
        ["times faster", ...spread(faster, 1), `at least ${bars.timesFaster}`, said(fast)],
        ["share of its memory", ...spread(memory, 2), `at most ${bars.shareOfMemory}`, said(small)],
      ],
    ),
  );
  return fast && small;
}

function growth(): void {
  const base = resourceCount(warmUp(prod));
  const extraFor = (resources: number) => Math.round((resources - base) / 3);
  const programs = [
    prod,
    app("local", "dev", "staging", "prod", "dr"),
    ...[1000, 3000].map((resources) => large(extraFor(resources))),
  ];
  const counts = programs.map((program) => resourceCount(warmUp(program)));
  const found = costs(programs, rounds);
  console.log(`\nGrowth, ${rounds} runs each by turns:`);
  console.log(
    table(
      ["", "resources", ...costHeads],
      programs.map((program, index) => [program.name, String(counts[index]), ...costCells(found[index] ?? [])]),
    ),
  );
}

const start = performance.now();
try {
  console.log(machine());
  if (!againstTemplate()) process.exitCode = 1;
  growth();
  console.log(`This took ${((performance.now() - start) / 1000).toFixed(0)} s.`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`synthesis: ${error.message}`);
  process.exitCode = 1;
}
