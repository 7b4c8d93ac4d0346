/**
 * What readers see of a publish: node test/bench/publish.ts [rows] [publishes] [readers]
 * Readers in other processes query two marts in one transaction without a pause, through publishes by the engine and by the
 * two usual ways (half as many of those), on the same data. Ends with 1 when readers of the engine met an error or a mixed read.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, table } from "./figures.ts";
import { machine } from "./machine.ts";
import { Readers } from "./swap/readers.ts";
import { percentile, quietGaps, type Read, type Replacement, staleReads, visibleGap } from "./swap/reads.ts";
import { type Way, ways } from "./swap/ways.ts";

const [rows = 1_000_000, publishes = 20, readers = 2] = process.argv.slice(2).map(Number);

interface Seen {
  readonly way: Way;
  readonly reads: readonly Read[][];
  readonly replacements: readonly Replacement[];
}

async function observe(way: Way): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), "plinth-bench-"));
  for (const name of ["ANALYTICS", "CONTROL"]) mkdirSync(join(folder, name));
  try {
    await way.put(folder, "run-0", rows);
    const consumers = new Readers(readers, way, folder, rows);
    await consumers.meet("run-0");
    const replacements: Replacement[] = [];
    const rounds = way.name === "swap" ? publishes : Math.ceil(publishes / 2);
    for (let number = 1; number <= rounds; number++) {
      replacements.push(await way.put(folder, `run-${number}`, rows));
      await consumers.meet(`run-${number}`);
    }
    return { way, replacements, reads: await consumers.stop() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function judge({ way, reads, replacements }: Seen) {
  const all = reads.flat();
  const count = (saw: Read["saw"]) => all.filter((read) => read.saw === saw).length;
  const gaps = replacements.flatMap((each) => reads.map((ofOne) => visibleGap(ofOne, each)));
  const quiet = reads.flatMap((ofOne) => quietGaps(ofOne, replacements));
  return {
    way: way.label,
    publishes: replacements.length,
    reads: all.length,
    errors: count("error"),
    mixed: count("mixed"),
    stale: reads.reduce((sum, ofOne) => sum + staleReads(ofOne, replacements), 0),
    quiet: median(quiet),
    gap: { median: median(gaps), p99: percentile(gaps, 0.99), max: Math.max(...gaps) },
    error: all.find(({ saw }) => saw === "error")?.runId,
  };
}

const start = performance.now();
console.log(machine());
console.log(
  `${publishes} publishes of ${rows * 1.5} rows in two marts, ${readers} reader processes. A generated transform stands for dbt; the two other ways have a file for each mart, so that readers are shut out less.`,
);
const found = [];
for (const way of ways) {
  found.push(judge(await observe(way)));
  console.log(`${way.label}: done after ${((performance.now() - start) / 1000).toFixed(0)} s`);
}
const ms = (value: number) => value.toFixed(1);
console.log(
  table(
    ["", "publishes", "reads", "errors", "mixed", "stale", "quiet ms", "swap ms median", "p99", "max"],
    found.map(({ way, publishes, reads, errors, mixed, stale, quiet, gap }) => [
      ...[way, ...[publishes, reads, errors, mixed, stale].map(String)],
      ...[quiet, gap.median, gap.p99, gap.max].map(ms),
    ]),
  ),
);
console.log(
  "swap ms: the longest time a reader was without a new good answer, from its last one before the replacement began to its\n" +
    "first one from the new version, per replacement and reader; quiet ms: the median between good answers at other times.\n" +
    "Errors and mixed reads are no good answers; a stale read began after the replacement and still saw the version before.",
);
for (const { way, error } of found) if (error !== undefined) console.log(`${way}: the first error was ${error}`);
const [ours] = found;
const met = ours !== undefined && ours.errors + ours.mixed + ours.stale === 0;
console.log(`Bar: 0 errors, 0 mixed and 0 stale reads through ${publishes} publishes: ${met ? "met" : "MISSED"}.`);
console.log(JSON.stringify({ bench: "publish", rows: rows * 1.5, publishes, readers, met, ways: found }));
if (!met) process.exitCode = 1;
