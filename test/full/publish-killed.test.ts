/** The DuckDB engine under SIGKILL: processes of their own are killed, with a reader beside them; about two minutes. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { Random } from "../../examples/events/random.ts";
import { publish } from "../../jobs/publish/publish.ts";
import { killAndRecover, publishOnTop, twoVersions } from "../jobs/publish/kills.ts";
import { liveRun, newDatabases, newRun, removeDatabases } from "../jobs/publish/warehouse.ts";

jest.setTimeout(600_000);

const folder = join(__dirname, "..", "jobs", "publish");
const publisher = join(folder, "publisher.ts");

const steps = {
  publish: [
    "take",
    "fence",
    "clone",
    "repair",
    "build",
    "inspect",
    "seal",
    "current",
    "swap",
    "resume",
    "append",
    "retire",
    "release",
  ],
  rollback: ["take", "fence", "restage", "current", "swap", "resume", "append", "release"],
} as const;
const points = (["publish", "rollback"] as const).flatMap((action) =>
  steps[action].flatMap((step) => (["before", "after"] as const).map((when) => ({ action, when, step }))),
);

const start = { databases: "" };
beforeAll(async () => {
  start.databases = await twoVersions();
});
afterAll(removeDatabases);

test.each(points.map((point, index) => ({ ...point, recovery: index % 2 ? "another run" : "the same run" }) as const))(
  "a $action killed $when $step leaves one whole version live, and $recovery recovers it",
  async ({ action, when, step, recovery }) => {
    expect(await killAndRecover(start.databases, action, [when, step], recovery)).toBe(true);
  },
);

/** Every twelfth; test/sweep/publish.test.ts kills before all of them. */
test.each(["publish", "rollback"] as const)(
  "a %s killed between any two operations on files recovers",
  async (action) => {
    const killed: number[] = [];
    for (let operation = 1; ; operation += 12) {
      const recovery = operation % 24 === 1 ? "the same run" : "another run";
      if (!(await killAndRecover(start.databases, action, ["operation", `${operation}`], recovery))) break;
      killed.push(operation);
    }
    expect(killed.length).toBeGreaterThan(3);
  },
);

test("publishes killed at seeded moments recover, and a reader never meets an error or half a version", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "run-0"));
  const reader = spawn(process.execPath, [join(folder, "reader.ts"), databases]);
  const [errors, seen] = [text(reader.stderr), text(reader.stdout)];
  const random = new Random(6);
  const signals: (string | null)[] = [];
  for (let number = 1; number <= 12; number++) {
    const moment = random.below(1500);
    const { signal } = spawnSync(process.execPath, [publisher, databases, `run-${number}`, "at", String(moment)]);
    signals.push(signal);
    expect(await liveRun(databases)).toMatch(/^(run|whole)-\d+$/);
    if (number % 4 === 0) await publish(newRun(databases, `whole-${number}`));
  }
  reader.stdin.end();
  const [code] = await once(reader, "exit");
  expect(await errors).toBe("");
  expect(code).toBe(0);
  expect((await seen).split("\n")).toContain("whole-12");
  expect(signals).toContain("SIGKILL");
});

test("of two processes that publish at once, with one killed, what is live is always one of theirs, whole", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  const random = new Random(7);
  for (let round = 0; round < 4; round++) {
    const names = [`left-${round}`, `right-${round}`];
    const [left, right] = names.map((name) => spawn(process.execPath, [publisher, databases, name]));
    setTimeout(() => (round % 2 ? left : right)?.kill("SIGKILL"), random.below(2000));
    await Promise.all([left, right].map(ended));
    expect(await liveRun(databases)).toMatch(/^(first|left-\d|right-\d)$/);
  }
  await publishOnTop(databases, "two processes at once");
});

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (child && child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
