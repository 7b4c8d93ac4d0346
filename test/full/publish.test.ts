/** The publish job as its container runs it, with the real dbt of .venv on the sample project: about three minutes. */
import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { JobContractDocument } from "../../jobs/contract.ts";
import type { PlatformGrants } from "../../jobs/publish/duckdb/grants.ts";
import { readLive } from "../../jobs/publish/duckdb/live.ts";
import { readAs } from "../../jobs/publish/duckdb/reader.ts";
import { publishContract, writeContract } from "../jobs/contract.ts";
import { account, declaredGrants } from "../jobs/publish/account.ts";
import { hashOfLive } from "../jobs/publish/interleavings.ts";
import { writeSilverDay } from "../jobs/publish/silver-day.ts";
import { column, newDatabases, removeDatabases } from "../jobs/publish/warehouse.ts";

jest.setTimeout(300_000);

const root = join(__dirname, "..", "..");
const day = "2026-03-02";

afterAll(removeDatabases);

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "tools", "python.js")], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}, 300_000);

test("an empty lake publishes nothing and says so", async () => {
  const platform = newPlatform();
  const { status, stderr, stdout } = await run(platform, "publish");
  expect(stderr).toContain("MARTS.FCT_CUSTOMER_EVENTS is empty: its sources gave no rows.");
  expect(stdout).toContain("nothing was published, and nothing is live yet");
  expect(status).toBe(1);
  expect(readdirSync(join(platform.databases, "ANALYTICS", "versions"))).toEqual([]);
});

describe("with a first day live", () => {
  const platform = newPlatform();
  const liveFile = join(platform.databases, "ANALYTICS", "live.json");

  beforeAll(async () => {
    await drop(platform, day, 3);
    const { status, stderr } = await run(platform, "publish", { PLINTH_RUN_ID: "first" });
    if (status !== 0) throw new Error(stderr);
  });

  test("readers see every event once, and masks where they may not see who it was", async () => {
    const live = await readLive(join(platform.databases, "ANALYTICS"));
    expect(live).toMatchObject({ runId: "first", rows: { "MARTS.FCT_CUSTOMER_EVENTS": 3, "MARTS.DIM_CUSTOMERS": 3 } });
    const emails = (role: string) =>
      readAs(platform.databases, { account, database: "ANALYTICS", role }, (connection) =>
        column(connection, "select distinct EMAIL from MARTS.DIM_CUSTOMERS order by 1"),
      );
    expect(await emails("ANALYST")).toEqual(["***"]);
    expect(await emails("DATA_SCIENTIST")).toEqual(["u0@example.com", "u1@example.com", "u2@example.com"]);
  });

  test.each<{ planted: string; plant: (program: string, platform: Platform) => void; says: RegExp }>([
    {
      planted: "a model that breaks its contract",
      plant: (program) => edit(model(program, "fct_customer_events.sql"), /events\.user_id,/, "1 as user_id,"),
      says: /model fct_customer_events: error, .*contract that failed.*user_id/i,
    },
    {
      planted: "a failing test",
      plant: (program) => writeFileSync(join(program, "examples/transform/tests/planted.sql"), "select 1 as found"),
      says: /test planted: fail/,
    },
    {
      planted: "a lost grant",
      plant: (_, { grants }) =>
        writeGrants(grants, { ...account, grants: account.grants.filter(({ on }) => on !== "SCHEMA") }),
      says: /USAGE on schema MARTS for ANALYTICS_MARTS_R is declared, and the candidate lacks it/,
    },
    {
      planted: "a grant that a model revokes",
      plant: (program) =>
        edit(
          model(program, "dim_customers.sql"),
          /^/,
          `{{ config(post_hook = "delete from PLINTH.GRANTS where object_name = 'DIM_CUSTOMERS'") }}\n`,
        ),
      says: /SELECT on table MARTS\.DIM_CUSTOMERS for ANALYTICS_MARTS_R is declared, and the candidate lacks it/,
    },
    {
      planted: "a lost mask",
      plant: (program) =>
        edit(join(program, "examples/transform/macros/protect_columns.sql"), /if classes -%}/, "if false -%}"),
      says: /MARTS\.DIM_CUSTOMERS\.EMAIL carries no class; it must carry the tag of class PII/,
    },
    {
      planted: "a view that names its database",
      plant: (program) => edit(join(program, "examples/transform/macros/ref.sql"), /\.include\(database=false\)/, ""),
      says: /view MARTS\.VW_CUSTOMER_PII names the database ANALYTICS/,
    },
  ])("$planted leaves live untouched, ends with 1 and is named", async ({ plant, says }) => {
    const before = readFileSync(liveFile, "utf8");
    const trial = { ...platform, program: copyOfProgram(), grants: writeGrants(`${platform.grants}.planted`, account) };
    plant(trial.program, trial);
    const { status, stderr, stdout } = await run(trial, "publish");
    expect(stderr).toMatch(says);
    expect(stdout).toContain("live is untouched: version 1 of run first");
    expect(status).toBe(1);
    expect(readFileSync(liveFile, "utf8")).toBe(before);
  });

  test("a publish that is killed in its transform goes on with its candidate when it is run again", async () => {
    await drop(platform, "2026-03-03", 2);
    const env = { PLINTH_RUN_ID: "second" };
    await killAt(/^dbt: .*FCT_CUSTOMER_EVENTS/i, platform, env);
    expect((await readLive(join(platform.databases, "ANALYTICS")))?.runId).toBe("first");
    const { status, stdout, stderr } = await run(platform, "publish", env);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/resuming the candidate .* of this run/);
    expect(status).toBe(0);
    const live = await readLive(join(platform.databases, "ANALYTICS"));
    expect(live).toMatchObject({ runId: "second", rows: { "MARTS.FCT_CUSTOMER_EVENTS": 5 } });
  });

  test("a rollback brings back the version before exactly, and a publish after it goes on from there", async () => {
    const hash = hashOfLive(platform.databases);
    await drop(platform, "2026-03-04", 1);
    expect((await run(platform, "publish", { PLINTH_RUN_ID: "third" })).status).toBe(0);
    expect(hashOfLive(platform.databases)).not.toBe(hash);
    const { status, stdout } = await run(platform, "publish rollback");
    expect(status).toBe(0);
    expect(stdout).toMatch(/of run second is live again/);
    expect(hashOfLive(platform.databases)).toBe(hash);
    expect((await run(platform, "publish", { PLINTH_RUN_ID: "fourth" })).status).toBe(0);
    expect((await readLive(join(platform.databases, "ANALYTICS")))?.rows["MARTS.FCT_CUSTOMER_EVENTS"]).toBe(6);
  });
});

interface Platform {
  readonly databases: string;
  readonly program: string;
  /** The file of what is granted in the account. */
  readonly grants: string;
}

function contract(): JobContractDocument {
  const plain = publishContract();
  return {
    ...plain,
    lake: { silver: { bucket: "plinth-local-silver", access: "read" } },
    transform: { ...plain.transform, marts: ["MARTS.FCT_CUSTOMER_EVENTS", "MARTS.DIM_CUSTOMERS"] },
    publish: {
      ...plain.publish,
      access: {
        grants: declaredGrants,
        readers: [
          { role: "ANALYST", warehouse: "ANALYTICS_WH", unmasks: [] },
          { role: "DATA_SCIENTIST", warehouse: "DATA_SCIENCE_WH", unmasks: ["PII"] },
        ],
        policies: "GOVERNANCE.POLICIES",
        protects: { "MARTS.DIM_CUSTOMERS.EMAIL": "PII", "MARTS.DIM_CUSTOMERS.FULL_NAME": "PII" },
      },
    },
  };
}

function newPlatform(): Platform {
  const databases = newDatabases();
  for (const bucket of ["plinth-local-silver", "plinth-local-artifacts"]) {
    mkdirSync(join(databases, "buckets", bucket), { recursive: true });
  }
  return { databases, program: root, grants: writeGrants(join(databases, "grants.json"), account) };
}

function writeGrants(file: string, grants: PlatformGrants): string {
  writeFileSync(file, JSON.stringify(grants));
  return file;
}

async function drop({ databases }: Platform, date: string, people: number): Promise<void> {
  await writeSilverDay(join(databases, "buckets", "plinth-local-silver"), date, people);
}

function environment({ databases, grants }: Platform, env: Record<string, string>): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PLINTH_CONTRACT: writeContract(contract()),
    PLINTH_BUCKETS: join(databases, "buckets"),
    PLINTH_DATABASES: databases,
    PLINTH_GRANTS: grants,
    PLINTH_DBT: join(root, ".venv", "bin", "dbt"),
    TMPDIR: databases,
    ...env,
  };
}

async function run(
  platform: Platform,
  action: string,
  env: Record<string, string> = {},
): Promise<SpawnSyncReturns<string>> {
  return spawnSync(process.execPath, [join(platform.program, "jobs", "main.ts"), ...action.split(" ")], {
    encoding: "utf8",
    env: environment(platform, env),
  });
}

/** Kills the job, and the dbt that it started, when it says something of this kind. */
async function killAt(line: RegExp, platform: Platform, env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [join(platform.program, "jobs", "main.ts"), "publish"], {
    env: environment(platform, env),
    detached: true,
  });
  const ended = once(child, "exit");
  for await (const said of createInterface({ input: child.stdout })) {
    if (line.test(said) && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }
  expect((await ended)[1]).toBe("SIGKILL");
}

/** The program as its image holds it, in a folder where a test may change the project. */
function copyOfProgram(): string {
  const program = join(newDatabases(), "program");
  for (const part of ["jobs", "examples", "package.json"])
    cpSync(join(root, part), join(program, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(program, "node_modules"));
  return program;
}

function model(program: string, name: string): string {
  return join(program, "examples", "transform", "models", "marts", name);
}

function edit(file: string, what: RegExp, by: string): void {
  const before = readFileSync(file, "utf8");
  const after = before.replace(what, by);
  if (after === before) throw new Error(`${file} has nothing like ${what}.`);
  writeFileSync(file, after);
}
