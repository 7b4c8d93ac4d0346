import { afterAll, expect, jest, test } from "@jest/globals";
import { withDuckDb } from "../../../../jobs/publish/duckdb/file.ts";
import { withLive } from "../../../../jobs/publish/duckdb/live.ts";
import type { Candidate } from "../../../../jobs/publish/engine.ts";
import { LeaseLost } from "../../../../jobs/publish/lease.ts";
import { publish } from "../../../../jobs/publish/publish.ts";
import { account, declaredGrants, reader } from "../account.ts";
import { type ContractWarehouse, testEngineContract } from "../engine-contract.ts";
import { hashOfLive } from "../interleavings.ts";
import {
  changeLease,
  column,
  inFile,
  liveRun,
  longAgo,
  mart,
  newDatabases,
  newEngine,
  newRun,
  removeDatabases,
  versionsOf,
} from "../warehouse.ts";

afterAll(removeDatabases);
// Each publish opens a file of DuckDB a dozen times.
jest.setTimeout(60_000);

const customers = "MARTS.DIM_CUSTOMERS";

testEngineContract(embedded);

test("who was fenced can neither clone nor take back nor retire, though it never looks at the lease", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  const { publication } = await publish(newRun(databases, "second"));
  const holder = { token: 3, runId: "late" };
  const late = newEngine(databases);
  await late.fence(holder);
  await newEngine(databases).fence({ token: 4, runId: "later" });
  for (const act of [
    () => late.clone(publication, holder),
    () => late.fence(holder),
    () => late.unswap(publication, holder),
    () => late.retire([], holder),
  ]) {
    await expect(act()).rejects.toThrow(LeaseLost);
  }
  expect(await liveRun(databases)).toBe("second");
  expect(versionsOf(databases)).toEqual([1, 2]);
});

test("a restaged version goes live to the byte, and not by a holder who was fenced", async () => {
  const databases = newDatabases();
  await publish(newRun(databases, "first"));
  const hash = hashOfLive(databases);
  await publish(newRun(databases, "second"));
  const engine = newEngine(databases);
  const { previous } = await engine.fence({ token: 3, runId: "back" });
  const [first] = previous;
  if (!first) throw new Error("The first version must be kept.");
  const staged = await engine.restage(first, { token: 3, runId: "back" });
  await engine.fence({ token: 4, runId: "again" });
  await expect(engine.swap(staged, first)).rejects.toThrow(LeaseLost);
  expect(await liveRun(databases)).toBe("second");
  await engine.swap(await engine.restage(first, { token: 4, runId: "again" }), first);
  expect(hashOfLive(databases)).toBe(hash);
});

test("a candidate that its former attempt still writes into is not gone on with", async () => {
  const databases = newDatabases();
  const engine = newEngine(databases);
  await engine.fence({ token: 1, runId: "run" });
  const { location } = await engine.clone(null, { token: 1, runId: "run" });
  await withDuckDb(location, "READ_WRITE", async (connection) => {
    // DuckDB lets one process open a file twice; another process would be refused just so.
    await connection.run("create table MARTS.T as select 1 as id");
    expect((await newEngine(databases).fence({ token: 2, runId: "other" })).resumable).toBeNull();
  });
  await expect(engine.seal({ token: 1, runId: "run", clonedUnder: 1, location }, published(1))).rejects.toThrow(
    LeaseLost,
  );
});

test("an unsealed candidate does not go live", async () => {
  const databases = newDatabases();
  const engine = newEngine(databases);
  await engine.fence({ token: 1, runId: "run" });
  const candidate = await engine.clone(null, { token: 1, runId: "run" });
  await expect(engine.swap(candidate, published(1))).rejects.toThrow("is not sealed as version 1");
  expect((await engine.stands()).live).toBeNull();
});

function published(token: number) {
  return { token, runId: "run", publishedAt: longAgo, rows: { [mart]: 1 }, previous: [] };
}

function embedded(): ContractWarehouse {
  const databases = newDatabases();
  const inCandidate =
    (...statements: string[]) =>
    ({ location }: Candidate) =>
      inFile(location, ...statements);
  const rebuild = `create or replace table ${customers} as select 'x' as run_id, 'someone@example.com' as "EMAIL" from range(100)`;
  const revoke = (condition: string) => `delete from "PLINTH"."GRANTS" where role = '${reader}' and ${condition}`;
  const first = async (location: string) =>
    withDuckDb(location, "READ_ONLY", async (connection) => (await runsIn(connection))[0] ?? null);
  const runsIn = (connection: Parameters<typeof column>[0]) =>
    column(connection, `select distinct run_id from ${mart}`).catch(() => []);
  return {
    open: () => newEngine(databases, { account }),
    run: (runId, { rows = 100, ...changes } = {}) => {
      const marts = [mart, customers];
      const plain = newRun(databases, runId, { marts });
      return {
        ...plain,
        engine: newEngine(databases, { account }),
        build: inCandidateOf(runId, rows),
        rules: {
          ...plain.rules,
          access: {
            grants: [...declaredGrants],
            readers: [],
            policies: "GOVERNANCE.POLICIES",
            protects: { [`${customers}.EMAIL`]: "PII" },
          },
        },
        unmasks: { ANALYST: [], DATA_SCIENTIST: ["PII"] },
        ...changes,
      };
    },
    mark: () => withLive(databases, "ANALYTICS", async (connection) => (await runsIn(connection))[0] ?? null),
    markIn: first,
    damages: {
      [`SELECT on table ${mart} for ${reader} is declared, and the candidate lacks it`]: inCandidate(
        revoke("object_name = 'FCT_EVENTS'"),
      ),
      [`USAGE on the database for ${reader}`]: inCandidate(revoke("on_kind = 'DATABASE'")),
      [`${customers}.EMAIL carries no class; it must carry the tag of class PII`]: inCandidate(
        rebuild,
        `delete from "PLINTH"."COLUMN_TAGS"`,
      ),
      [`ANALYST reads 100 values of ${customers}.EMAIL unmasked`]: inCandidate(
        rebuild,
        `delete from "PLINTH"."COLUMN_TAGS"`,
      ),
      "view MARTS.VW_CUSTOMERS names the database ANALYTICS;": inCandidate(
        `create or replace view MARTS."VW_CUSTOMERS" as select * from "ANALYTICS".${customers}`,
      ),
      "The view MARTS.VW_CUSTOMERS is in live and not in the candidate": inCandidate('drop view MARTS."VW_CUSTOMERS"'),
    },
    expireLease: () => changeLease(databases, { expiresAt: longAgo }),
  };
}

function inCandidateOf(runId: string, rows: number) {
  return ({ location }: Candidate) =>
    inFile(
      location,
      `create or replace table ${mart} as select '${runId}' as run_id, i as id from range(${rows}) r(i)`,
      `create or replace table ${customers} as select '${runId}' as run_id, 'u' || i || '@example.com' as "EMAIL" from range(${rows}) r(i)`,
      `delete from "PLINTH"."COLUMN_TAGS" where table_name = 'DIM_CUSTOMERS'`,
      `insert into "PLINTH"."COLUMN_TAGS" (schema_name, table_name, column_name, class) values ('MARTS', 'DIM_CUSTOMERS', 'EMAIL', 'PII')`,
      `create or replace view MARTS."VW_CUSTOMERS" as select "EMAIL" from ${customers}`,
    );
}
