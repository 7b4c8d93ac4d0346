/** Jobs of the deployed `local` as a newcomer and a person on duty run them: `npm run up`, faults, rollback, lease; about six minutes. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { contentOfLive } from "../jobs/publish/content.ts";
import { badManners, Checkout, type Outcome, signalGroup, started, until, userEnvironment } from "./checkout.ts";
import { edited, removed } from "./planted.ts";

jest.setTimeout(900_000);

const checkout = new Checkout();
afterAll(() => checkout.remove());

const cloud = ".plinth/local/cloud";
const buckets = `${cloud}/aws/000000000000/us-west-2/buckets`;
const databases = checkout.path(cloud, "snowflake/EXAMPLE_ORG-LOCAL/databases");
const liveFile = join(databases, "ANALYTICS/live.json");

interface Live {
  readonly token: number;
  readonly runId: string;
  readonly rows: Readonly<Record<string, number>>;
}

function live(): Live {
  return JSON.parse(readFileSync(liveFile, "utf8"));
}

async function up(): Promise<Outcome> {
  const env = { ...userEnvironment(), HOME: checkout.userHome };
  return await started(process.execPath, [checkout.path("scripts/up.ts")], checkout.folder, env).outcome;
}

async function plinth(...args: string[]): Promise<Outcome> {
  const outcome = await checkout.run("plinth", args);
  expect(badManners(outcome)).toEqual([]);
  return outcome;
}

async function succeed(...args: string[]): Promise<string> {
  const outcome = await plinth(...args);
  expect({ ...outcome, stdout: "" }).toMatchObject({ code: 0 });
  return outcome.stdout;
}

async function status() {
  return JSON.parse(await succeed("status", "local", "--json"));
}

/** A page view of a customer who has never been seen, as one line. */
function pageView(id: string): string {
  return `${JSON.stringify({
    event_id: id,
    user_id: `usr_${id}`,
    event_type: "page_view",
    event_data: {
      session_id: `ses_${id}`,
      page_url: "https://shop.example.com/",
      device_type: "desktop",
      country_code: "SE",
    },
    timestamp: "2026-01-15T08:00:00.5",
    schema_version: "1.0",
  })}\n`;
}

function drop(name: string, content: string): void {
  const file = checkout.path(buckets, "plinth-local-bronze/raw/user_events/ingest_dt=2026-01-15", name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

beforeAll(async () => {
  const { code, stdout, stderr } = await up();
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/ANALYTICS is live since \S+ \(.*\): version 1 of run publish-/);
  expect(stdout).toMatch(/MARTS\.FCT_CUSTOMER_EVENTS: [1-9]\d* rows/);
  expect(stdout).toMatch(/user_events: 3 files taken.* lines = \d+ loaded \(\d+ late[^)]*\) \+ [1-9]\d* quarantined/);
  expect(stdout).toMatch(/quarantined \d+: it is not JSON \(first: raw\/user_events\/\S+, line \d+\)/);
  expect(stdout).toContain(checkout.path(buckets, "plinth-local-bronze/raw/user_events"));
});

test("a file that the newcomer drops is live after the next publish, which ingests first", async () => {
  const before = live();
  drop("mine.jsonl", `${pageView("00000000-0000-4000-8000-000000000001")}{"event_id": \n`);
  const outcome = await plinth("job", "local", "publish");
  expect(outcome.code).toBe(0);
  expect(outcome.stderr).toContain("job publish waits for ingest, which runs first:");
  expect(outcome.stdout).toMatch(
    /user_events: 1 files taken, 3 known before, of 3 days: 2 lines = 1 loaded \(0 late[^)]*\) \+ 1 quarantined/,
  );
  expect(live()).toMatchObject({
    token: before.token + 1,
    rows: { "MARTS.DIM_CUSTOMERS": (before.rows["MARTS.DIM_CUSTOMERS"] ?? 0) + 1 },
  });
  expect(live().runId).not.toBe(before.runId);
});

test("a publish of what has not changed is a version of its own with the same rows", async () => {
  const before = live();
  await succeed("job", "local", "publish");
  expect(live()).toMatchObject({ token: before.token + 1, rows: before.rows });
  expect(live().runId).not.toBe(before.runId);
});

test("the status tells programs what is live, what ran, what comes next and who may publish", async () => {
  const told = await status();
  expect(told).toMatchObject({ environment: "local", database: "ANALYTICS", live: live(), lease: { released: true } });
  expect(told.previous).toEqual([expect.objectContaining({ token: live().token - 1 })]);
  const runs = new Map(told.runs.map((each: { last: { job: string } }) => [each.last.job, each.last]));
  expect(runs.get("publish")).toMatchObject({ outcome: "succeeded", runId: live().runId });
  expect(runs.get("ingest")).toMatchObject({ outcome: "succeeded", counts: { read: 0 } });
  expect(told.schedules).toContainEqual(
    expect.objectContaining({
      name: "publish",
      timeZone: "Etc/UTC",
      suspended: false,
      next: expect.stringContaining("T02:15:00"),
    }),
  );
});

describe("planted faults", () => {
  test.each([
    {
      planted: "a broken model",
      ...edited(checkout, "examples/transform/models/marts/fct_transactions.sql", (text) => `${text} wher`),
      says: /model fct_transactions: error/,
    },
    {
      planted: "a failing test",
      ...edited(checkout, "examples/transform/tests/planted.sql", () => "select 1 as found"),
      says: /test planted: fail/,
    },
    {
      planted: "a grant that somebody revoked in the account",
      ...removed(
        checkout,
        /grant_privileges_to_account_role.*USAGE%7COnSchema%7COnSchema%7C%22ANALYTICS%22\.%22MARTS%22\.json$/,
      ),
      says: /USAGE on schema MARTS for \w+ is declared, and the candidate lacks it/,
    },
    {
      planted: "a mask that a model lost",
      ...edited(checkout, "examples/transform/macros/protect_columns.sql", (text) =>
        text.replace("if classes -%}", "if false -%}"),
      ),
      says: /MARTS\.DIM_CUSTOMERS\.EMAIL carries no class; it must carry the tag of class PII/,
    },
    {
      planted: "a masking policy that somebody dropped in the account",
      ...removed(checkout, /snowflake_masking_policy.*PII_VARCHAR/),
      says: /MARTS\.DIM_CUSTOMERS\.EMAIL/,
    },
  ])("$planted leaves live untouched, ends with 1 and is named", async ({ plant, says }) => {
    const before = { hash: await contentOfLive(databases), pointer: readFileSync(liveFile, "utf8") };
    const restore = plant();
    const { code, stderr } = await plinth("job", "local", "publish");
    restore();
    expect(stderr).toMatch(says);
    expect(code).toBe(1);
    expect({ hash: await contentOfLive(databases), pointer: readFileSync(liveFile, "utf8") }).toEqual(before);
    const { last } = (await status()).runs.find((each: { last: { job: string } }) => each.last.job === "publish");
    expect(last).toMatchObject({ outcome: "failed", reason: expect.stringMatching(says) });
  });
});

test.each([
  { gone: `${buckets}/plinth-local-silver`, says: "bucket plinth-local-silver (lake zone silver) is not deployed" },
  { gone: `${cloud}/snowflake/EXAMPLE_ORG-LOCAL/databases/CONTROL`, says: "database CONTROL is not deployed" },
])("$gone that is missing is named before anything is done", async ({ gone, says }) => {
  const token = live().token;
  renameSync(checkout.path(gone), `${checkout.path(gone)}.away`);
  const { code, stderr } = await plinth("job", "local", "publish", "--now");
  renameSync(`${checkout.path(gone)}.away`, checkout.path(gone));
  expect(stderr).toContain(says);
  expect(stderr).toContain("npx cdktf deploy local");
  expect(code).toBe(1);
  expect(live().token).toBe(token);
});

test("a secret that is not deployed is named, though DuckDB needs no value of it", async () => {
  const { plant } = removed(checkout, /aws_secretsmanager_secret.*snowflake-publisher-key/);
  const restore = plant();
  const { code, stderr } = await plinth("job", "local", "publish", "--now");
  restore();
  expect(stderr).toMatch(
    /^job publish: secret arn:\S+snowflake-publisher-key\S* is not deployed, and the job uses it\. Run npx cdktf deploy local\.$/m,
  );
  expect(code).toBe(1);
});

test("a rollback restores the version before exactly, and is asked for first", async () => {
  const first = await contentOfLive(databases);
  drop("more.jsonl", pageView("00000000-0000-4000-8000-000000000002"));
  await succeed("job", "local", "publish");
  expect(await contentOfLive(databases)).not.toBe(first);
  const refused = await plinth("rollback-data", "local");
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toContain("there is no terminal to ask at, and nothing was done. Add --yes to do it.");
  expect(await succeed("rollback-data", "local", "--dry-run")).toContain("would be live again");
  expect(await contentOfLive(databases)).not.toBe(first);
  await succeed("rollback-data", "local", "--yes");
  expect(await contentOfLive(databases)).toBe(first);
  expect(await succeed("status", "local")).toMatch(/brought back; it was published at/);
});

test("a run that is killed leaves live and a record without an end; its lease can be broken, and the next run publishes", async () => {
  const before = await contentOfLive(databases);
  // A test that does not end holds the run in its transform.
  const endless = "select 1 as found from range(1000000000) a, range(1000) b where hash(a.range, b.range) = 0";
  const restore = edited(checkout, "examples/transform/tests/planted.sql", () => endless).plant();
  const job = checkout.start("plinth", ["job", "local", "publish", "--now"]);
  let said = "";
  job.child.stdout?.on("data", (data) => {
    said += data;
  });
  await until(() => /dbt: .*START test planted/.test(said) || job.child.exitCode !== null);
  const busy = await plinth("lease", "break", "local", "--reason", "it is slow", "--yes");
  expect(busy.code).toBe(1);
  expect(busy.stderr).toMatch(/--force/);
  signalGroup(job, "SIGKILL");
  await job.outcome;
  restore();
  expect(await contentOfLive(databases)).toBe(before);
  expect(await succeed("status", "local")).toMatch(/not ended, after \d+ .*: at work or killed/);
  const unreasoned = await plinth("lease", "break", "local", "--yes");
  expect(unreasoned.stderr).toContain("required option '--reason <text>' not specified");
  const broken = await succeed("lease", "break", "local", "--reason", "its process was killed", "--force", "--yes");
  expect(broken).toMatch(/the lease of run publish-\S+ is broken/);
  expect(await succeed("job", "local", "publish", "history")).toContain("its process was killed");
  const { runId } = live();
  await succeed("job", "local", "publish");
  expect(live().runId).not.toBe(runId);
});

test("an action or option that the program does not know is refused by it, with what there is", async () => {
  const { code, stderr } = await plinth("job", "local", "publish", "rolback");
  expect(stderr).toMatch(/^publish: the action is rolback; it must be one of status, history, rollback,/m);
  expect(code).toBe(1);
});

test("twice is without harm: the events are what they were, and another version is live", async () => {
  const { token, rows } = live();
  const { code, stdout } = await up();
  expect(code).toBe(0);
  expect(stdout).toContain("user_events: 0 files taken");
  expect(live()).toMatchObject({ token: token + 1, rows });
});
