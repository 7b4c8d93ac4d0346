import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterAll, expect, jest, test } from "@jest/globals";
import { JobFailure, JobInterrupted } from "../../../jobs/failure.ts";
import { withDuckDb } from "../../../jobs/publish/duckdb/file.ts";
import { readLive } from "../../../jobs/publish/duckdb/live.ts";
import type { Candidate } from "../../../jobs/publish/engine.ts";
import { LeaseLost } from "../../../jobs/publish/lease.ts";
import { publish } from "../../../jobs/publish/publish.ts";
import {
  changeLease,
  historyOf,
  inFile,
  liveRun,
  longAgo,
  mart,
  newDatabases,
  newEngine,
  newRun,
  removeDatabases,
  versionsOf,
  writeMart,
} from "./warehouse.ts";

const publisher = join(__dirname, "publisher.ts");

afterAll(removeDatabases);
jest.setTimeout(60_000);

test("a transform that fails leaves live untouched, drops the candidate, says so and records why", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  const log: string[] = [];
  const build = () => Promise.reject(new JobFailure("test unique_event_id: fail"));
  await expect(publish(newRun(databases, "second", { build, log: (line) => log.push(line) }))).rejects.toThrow(
    "unique_event_id",
  );
  expect(await liveRun(databases)).toBe("first");
  expect(versionsOf(databases)).toEqual([1]);
  expect(log.at(-1)).toMatch(/^live is untouched: version 1 of run first/);
  expect((await historyOf(databases)).at(-1)).toMatchObject({
    runId: "second",
    outcome: "failed",
    reason: "test unique_event_id: fail",
  });
  expect(await newEngine(databases).leases.current()).toMatchObject({ owner: "second", released: true });
});

test("a candidate that lost more rows than the bound allows does not go live", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first", { rows: 100 }));
  await expect(publish(newRun(databases, "second", { rows: 89 }))).rejects.toThrow(
    "MARTS.FCT_EVENTS has 89 rows, live has 100",
  );
  expect(await liveRun(databases)).toBe("first");
  await publish(newRun(databases, "third", { rows: 90 }));
  expect(await liveRun(databases)).toBe("third");
});

test("a run stopped during its transform is interrupted, not failed, and live is untouched", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  const stop = new AbortController();
  const build = async () => stop.abort(new JobInterrupted("Stopped by SIGTERM."));
  await expect(publish(newRun(databases, "second", { build, signal: stop.signal }))).rejects.toThrow("SIGTERM");
  expect(await liveRun(databases)).toBe("first");
  expect((await historyOf(databases)).at(-1)).toMatchObject({ runId: "second", outcome: "interrupted" });
});

test("a candidate whose last changes are only in its write-ahead log does not go live", async () => {
  const databases = newDatabases();
  const build = async (candidate: Candidate) => {
    await writeMart(candidate, 100);
    await withDuckDb(candidate.location, "READ_WRITE", async (connection) => {
      await connection.run("pragma disable_checkpoint_on_shutdown");
      await connection.run(`delete from ${mart} where id = 0`);
    });
  };
  await expect(publish(newRun(databases, "first", { build }))).rejects.toThrow("changes in its write-ahead log");
  expect(await liveRun(databases)).toBeNull();
});

test("of two processes publishing at once one holds the lease, and the other names it and until when", async () => {
  const databases = newDatabases();
  const runs = ["left", "right"].map((runId) => start(databases, runId, "hold"));
  const refused = await Promise.race(runs.map(({ ended }) => ended));
  const holder = refused.runId === "left" ? "right" : "left";
  expect(refused.code).toBe(1);
  expect(refused.errors).toMatch(new RegExp(`held by run ${holder} \\(process \\d+ on .+\\) until 20\\d\\d-`));
  writeFileSync(join(databases, "go"), "");
  expect((await Promise.all(runs.map(({ ended }) => ended))).map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(await liveRun(databases)).toBe(holder);
}, 30_000);

/** All others are in test/full/publish-killed.test.ts. */
const killPoints = [
  { when: "before", step: "swap", live: "first" },
  { when: "after", step: "swap", live: "killed" },
];

test.each(killPoints)(
  "a run killed $when $step leaves one whole version live, and the next run publishes",
  async ({ when, step, live }) => {
    const databases = newDatabases();
    await publish(newRun(databases, "first"));
    const killed = spawnSync(process.execPath, [publisher, databases, "killed", when, step], { encoding: "utf8" });
    expect(killed.signal).toBe("SIGKILL");
    const after = await liveRun(databases);
    expect(after).toBe(live);
    const next = await publish(newRun(databases, "next"));
    expect(await liveRun(databases)).toBe("next");
    const { previous } = next.publication;
    expect(previous.map(({ runId }) => runId)).toEqual([after]);
    expect(versionsOf(databases)).toEqual([...previous, next.publication].map(({ token }) => token));
    const published = (await historyOf(databases)).flatMap(({ publication }) => publication?.runId ?? []);
    expect(published).toEqual([...new Set(["first", after, "next"])]);
  },
  30_000,
);

test("a retry of a run that was killed after its swap finishes it and does not publish twice", async () => {
  const databases = newDatabases();
  spawnSync(process.execPath, [publisher, databases, "run", "after", "swap"]);
  const again = await publish(
    newRun(databases, "run", { build: () => Promise.reject(new Error("must not transform")) }),
  );
  expect(again.publication.token).toBe(1);
  expect(await liveRun(databases)).toBe("run");
  expect(await historyOf(databases)).toMatchObject([{ runId: "run", outcome: "recovered" }]);
});

test("a run whose expired lease was taken during its transform is refused and cannot undo the later publish", async () => {
  const databases = newDatabases();
  const build = async (candidate: Candidate) => {
    await writeMart(candidate, 100);
    changeLease(databases, { expiresAt: longAgo });
    await publish(newRun(databases, "later"));
  };
  await expect(publish(newRun(databases, "late", { build }))).rejects.toThrow(
    "The lease with token 1 is lost: run later took it with token 2.",
  );
  expect(await liveRun(databases)).toBe("later");
});

test("a run that is paused between its last check and its swap is refused by the swap itself", async () => {
  const databases = newDatabases();
  const engine = newEngine(databases);
  const swap = engine.swap.bind(engine);
  engine.swap = async (...terms) => {
    changeLease(databases, { expiresAt: longAgo });
    await publish(newRun(databases, "later"));
    await swap(...terms);
  };
  await expect(publish(newRun(databases, "late", { engine }))).rejects.toThrow(LeaseLost);
  expect(await liveRun(databases)).toBe("later");
  expect(versionsOf(databases)).toEqual([2]);
});

test("a corrupt live.json stops the publish before anything is changed and says how to restore it", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  const pointer = join(databases, "ANALYTICS", "live.json");
  writeFileSync(pointer, '{"token": 1');
  await expect(publish(newRun(databases, "second"))).rejects.toThrow(
    /live\.json is not a pointer to a version: "\{\\"token\\": 1"\. .*Put back/,
  );
  expect(versionsOf(databases)).toEqual([1]);
  const lastGood = (await historyOf(databases)).at(-1)?.publication;
  writeFileSync(pointer, JSON.stringify(lastGood));
  await publish(newRun(databases, "third"));
  expect(await liveRun(databases)).toBe("third");
});

test("a live file that is gone is named instead of starting over from nothing", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  rmSync(join(databases, "ANALYTICS", "versions", "1"), { recursive: true });
  await expect(publish(newRun(databases, "second"))).rejects.toThrow(
    /live\.json points to .*ANALYTICS\.duckdb, which does not exist/,
  );
});

test("a live file that holds another run's version is refused", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  const pointer = join(databases, "ANALYTICS", "live.json");
  const live = await readLive(join(databases, "ANALYTICS"));
  writeFileSync(pointer, JSON.stringify({ ...live, runId: "other" }));
  await expect(publish(newRun(databases, "second"))).rejects.toThrow(
    "holds version 1 of run first, live.json says version 1 of run other",
  );
});

test("each publish keeps the declared number of versions behind it", async () => {
  const databases = newDatabases();
  for (const runId of ["a", "b", "c", "d"]) await publish(newRun(databases, runId, { keepPrevious: 2 }));
  expect((await readLive(join(databases, "ANALYTICS")))?.previous.map(({ runId }) => runId)).toEqual(["c", "b"]);
  expect(versionsOf(databases)).toEqual([2, 3, 4]);
  await publish(newRun(databases, "e", { keepPrevious: 1 }));
  expect(versionsOf(databases)).toEqual([4, 5]);
});

test("a candidate starts with the content of live", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first", { rows: 100 }));
  const grown = await publish(newRun(databases, "second", { build: addRow }));
  expect(grown.publication.rows).toEqual({ [mart]: 101 });
});

test("readers in another process meet every version whole, and never none, through publishes", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "run-0"));
  const reader = spawn(process.execPath, [join(__dirname, "reader.ts"), databases]);
  const seen = createInterface({ input: reader.stdout })[Symbol.asyncIterator]();
  const errors = text(reader.stderr);
  const met = [(await seen.next()).value];
  for (const runId of ["run-1", "run-2", "run-3", "run-4", "run-5"]) {
    await publish(newRun(databases, runId));
    met.push((await seen.next()).value);
  }
  reader.stdin.end();
  const [code] = await once(reader, "exit");
  expect(await errors).toBe("");
  expect(code).toBe(0);
  expect(met).toEqual(["run-0", "run-1", "run-2", "run-3", "run-4", "run-5"]);
}, 30_000);

async function addRow({ location, runId }: Candidate): Promise<void> {
  await inFile(location, `update ${mart} set run_id = '${runId}'`, `insert into ${mart} values ('${runId}', -1)`);
}

interface Ended {
  readonly runId: string;
  readonly code: number | null;
  readonly errors: string;
}

function start(databases: string, runId: string, ...more: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [publisher, databases, runId, ...more]);
  const errors = text(child.stderr);
  const ended = once(child, "exit").then(async ([code]) => ({ runId, code, errors: await errors }));
  return { child, ended };
}
