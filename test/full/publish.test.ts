/** The publish job as it is deployed, with the real dbt of .venv on the sample project: about a minute. */
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readLive, withLive } from "../../jobs/publish/live.ts";
import { publishContract, writeContract } from "../jobs/contract.ts";
import { newDatabases, removeDatabases } from "../jobs/publish/warehouse.ts";

const root = join(__dirname, "..", "..");
const sample = readFileSync(join(root, "examples", "events", "user_events.jsonl"), "utf8");
const table = "MARTS.FCT_CUSTOMER_EVENTS";

afterAll(removeDatabases);

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "tools", "python.js")], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}, 300_000);

test("an empty lake publishes nothing and says so", () => {
  const platform = newPlatform();
  const { status, stderr, stdout } = runPublish(platform);
  expect(stderr).toContain(`${table} is empty: its sources gave no rows.`);
  expect(stdout).toContain("nothing was published, and nothing is live yet");
  expect(status).toBe(1);
  expect(readdirSync(join(platform, "ANALYTICS", "versions"))).toEqual([]);
}, 120_000);

test("the sample events go live once each, and a second publish adds only what is new", async () => {
  const platform = newPlatform();
  drop(platform, "2026-03-02", "user_events.jsonl", sample);
  expect(runPublish(platform).status).toBe(0);
  expect((await readLive(join(platform, "ANALYTICS")))?.rows).toEqual({ [table]: 200 });
  const [firstBuilt] = await column(platform, "distinct created_at::varchar");

  const late = { ...JSON.parse(sample.split("\n")[0] ?? ""), event_id: "00000000-0000-4000-8000-000000000001" };
  drop(platform, "2026-03-03", "late.json", `${JSON.stringify(late)}\n${sample.split("\n")[1]}\n`);
  drop(platform, "2026-03-03", "_MANIFEST.json", "not an event");
  expect(runPublish(platform).status).toBe(0);
  expect((await readLive(join(platform, "ANALYTICS")))?.rows).toEqual({ [table]: 201 });
  expect(await column(platform, "count(*) filter (created_at::varchar = $1)::varchar", firstBuilt)).toEqual(["200"]);
}, 120_000);

describe("with the sample events live", () => {
  const platform = newPlatform();

  beforeAll(() => {
    drop(platform, "2026-03-02", "user_events.jsonl", sample);
    if (runPublish(platform).status !== 0) throw new Error("the sample events could not be published");
  }, 120_000);

  test("the mart has the declared columns and holds what the events say", async () => {
    expect(await describeMart(platform)).toEqual([
      "event_id VARCHAR",
      "user_id VARCHAR",
      "event_type VARCHAR",
      "event_timestamp TIMESTAMP",
      "session_id VARCHAR",
      "page_url VARCHAR",
      "referrer VARCHAR",
      "device_type VARCHAR",
      "country_code VARCHAR",
      "event_properties JSON",
      "created_at TIMESTAMP",
    ]);
    const { event_id, event_data, timestamp } = JSON.parse(sample.split("\n")[0] ?? "");
    const seen = "session_id || ' ' || strftime(event_timestamp, '%Y-%m-%dT%H:%M:%S.%f')";
    expect(await column(platform, seen, event_id)).toEqual([`${event_data.session_id} ${timestamp}`]);
  });

  test.each([
    {
      planted: "an event of an unknown type",
      line: event({ event_type: "teleport" }),
      says: /test accepted_values_fct_customer_events_event_type\S*: fail, Got 1 result/,
    },
    {
      planted: "a malformed line",
      line: '{"event_id": ',
      says: /model stg_user_events: error, .*Malformed JSON in file ".*bad\.json"/,
    },
    {
      planted: "a time that is none",
      line: event({ timestamp: "noon" }),
      says: /model stg_user_events: error, .*"noon"/,
    },
    {
      planted: "an event without an id",
      line: event({ event_id: null }),
      says: /test not_null_stg_user_events_event_id: fail/,
    },
  ])(
    "$planted leaves live untouched and is named",
    ({ line, says }) => {
      const before = readFileSync(join(platform, "ANALYTICS", "live.json"), "utf8");
      drop(platform, "2026-03-03", "bad.json", `${line}\n`);
      const { status, stderr, stdout } = runPublish(platform);
      rmSync(join(rawFolder(platform), "ingest_dt=2026-03-03"), { recursive: true });
      expect(stderr).toMatch(says);
      expect(stdout).toContain("live is untouched: version 1 of run ");
      expect(status).toBe(1);
      expect(readFileSync(join(platform, "ANALYTICS", "live.json"), "utf8")).toBe(before);
    },
    120_000,
  );
});

test("a model that breaks its contract is named, and live is untouched", () => {
  const platform = newPlatform();
  drop(platform, "2026-03-02", "user_events.jsonl", sample);
  const program = copyOfProgram(platform);
  const model = join(program, "examples", "transform", "models", "marts", "fct_customer_events.sql");
  writeFileSync(model, readFileSync(model, "utf8").replace("    user_id,\n", "    1 as user_id,\n"));
  const { status, stderr } = runPublish(platform, program);
  expect(stderr).toMatch(/model fct_customer_events: error, .*contract that failed.*user_id/);
  expect(status).toBe(1);
}, 120_000);

/** Buckets and databases as a deploy leaves them; returns the folder of the databases. */
function newPlatform(): string {
  const databases = newDatabases();
  mkdirSync(rawFolder(databases), { recursive: true });
  return databases;
}

function rawFolder(databases: string): string {
  return join(databases, "buckets", "plinth-local-bronze", "raw", "user_events");
}

function drop(databases: string, day: string, name: string, content: string): void {
  const folder = join(rawFolder(databases), `ingest_dt=${day}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), content);
}

function event(changes: Record<string, unknown>): string {
  return JSON.stringify({ ...JSON.parse(sample.split("\n")[0] ?? ""), event_id: "bad", ...changes });
}

function runPublish(databases: string, program = root): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [join(program, "jobs", "main.ts"), "publish"], {
    encoding: "utf8",
    env: {
      ...process.env,
      PLINTH_CONTRACT: writeContract(publishContract()),
      PLINTH_BUCKETS: join(databases, "buckets"),
      PLINTH_DATABASES: databases,
      TMPDIR: databases,
      PLINTH_DBT: join(root, ".venv", "bin", "dbt"),
    },
  });
}

/** The program as its image holds it, in a folder where a test may change the project. */
function copyOfProgram(databases: string): string {
  const program = join(databases, "program");
  for (const part of ["jobs", "examples", "package.json"])
    cpSync(join(root, part), join(program, part), { recursive: true });
  for (const part of ["@duckdb", "zod"])
    cpSync(join(root, "node_modules", part), join(program, "node_modules", part), { recursive: true });
  return program;
}

/** One expression over the mart of live, for the event with this id or all of them. */
async function column(databases: string, expression: string, value?: string): Promise<string[]> {
  const rows = await withLive(databases, "ANALYTICS", async (connection) => {
    const where = expression.includes("$1") || value === undefined ? "" : "where event_id = $1";
    const sql = `select ${expression} from ${table} ${where}`;
    return (await connection.runAndReadAll(sql, value === undefined ? [] : [value])).getRowsJS();
  });
  return (rows ?? []).map(([cell]) => String(cell));
}

async function describeMart(databases: string): Promise<string[]> {
  const rows = await withLive(databases, "ANALYTICS", async (connection) =>
    (await connection.runAndReadAll(`describe ${table}`)).getRowsJS(),
  );
  return (rows ?? []).map(([name, type]) => `${name} ${type}`);
}
