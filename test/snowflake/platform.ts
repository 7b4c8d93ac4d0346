import type { AccessTerms } from "../../jobs/publish/audit-access.ts";
import type { Candidate } from "../../jobs/publish/engine.ts";
import { type Published, type PublishRun, publish } from "../../jobs/publish/publish.ts";
import { Client } from "../../jobs/publish/snowflake/client.ts";
import { SnowflakeEngine } from "../../jobs/publish/snowflake/engine.ts";
import type { Process } from "./process.ts";
import { Server } from "./server.ts";

export const live = "ANALYTICS";
export const marts = ["MARTS.FCT_EVENTS", "MARTS.DIM_CUSTOMERS"] as const;
export const schemas = ["STAGING", "MARTS"] as const;
export const leaseSeconds = 300;

/** What the environment declares: an access role for readers, and one column of a data class. */
export const access: AccessTerms = {
  grants: [
    { role: "ANALYTICS_R", privilege: "USAGE", on: "DATABASE" },
    ...schemas.flatMap((schema) => [
      { role: "ANALYTICS_R", privilege: "USAGE", on: "SCHEMA" as const, schema },
      { role: "ANALYTICS_R", privilege: "SELECT", on: "TABLES" as const, schema },
      { role: "ANALYTICS_R", privilege: "SELECT", on: "VIEWS" as const, schema },
    ]),
  ],
  readers: [
    { role: "ANALYST", unmasks: [] },
    { role: "SCIENTIST", unmasks: ["PII"] },
  ],
  policies: "GOVERNANCE.POLICIES",
  protects: { "MARTS.DIM_CUSTOMERS.EMAIL": "PII" },
};

/** An account as a deploy leaves it: the shells, their owner, and what readers were granted. */
export function newServer(): Server {
  const server = new Server();
  const { account } = server;
  account.creators.add("PUBLISHER");
  for (const [role, held] of Object.entries({
    PUBLISHER: ["UNMASK_PII"],
    ANALYST: ["ANALYTICS_R"],
    SCIENTIST: ["ANALYTICS_R", "UNMASK_PII"],
  })) {
    account.held.set(role, held);
  }
  account.unmaskedBy.set("PII", "UNMASK_PII");
  const usage = { privilege: "USAGE", role: "ANALYTICS_R" };
  const select = (kind: "TABLE" | "VIEW") => ({ privilege: "SELECT", role: "ANALYTICS_R", kind });
  const place = () => ({
    owner: "PUBLISHER",
    grants: [usage],
    future: [select("TABLE"), select("VIEW")],
    things: new Map(),
  });
  account.databases.set(live, {
    owner: "PUBLISHER",
    grants: [usage],
    future: [],
    schemas: new Map(schemas.map((schema) => [schema, place()])),
  });
  account.databases.set("CONTROL", {
    owner: "PUBLISHER",
    grants: [],
    future: [],
    schemas: new Map([["PUBLISH", { owner: "PUBLISHER", grants: [], future: [], things: new Map() }]]),
  });
  return server;
}

export function engineOf(process: Pick<Process, "open">): SnowflakeEngine {
  const client = new Client({ open: process.open, role: "PUBLISHER", warehouses: {} });
  const control = { database: "CONTROL", schema: "PUBLISH" };
  return new SnowflakeEngine(client, { database: live, control, role: "PUBLISHER", access });
}

/** A publish whose build replaces one mart, adds to the other, and makes a view and a task, all marked with the run. */
export function runOf(process: Process, runId: string, changes: Partial<PublishRun> = {}, rows?: number): PublishRun {
  return {
    runId,
    engine: engineOf(process),
    leaseSeconds,
    readers: access.readers.map(({ role }) => role),
    marts,
    advance: async () => undefined,
    signal: new AbortController().signal,
    log: () => undefined,
    build: async (candidate) => build(process, candidate, rows),
    rules: { marts, maxRowLossPercent: 10, freshness: {}, schemas, owner: "PUBLISHER", access },
    unmasks: Object.fromEntries(access.readers.map(({ role, unmasks }) => [role, unmasks])),
    keepPrevious: 1,
    ...changes,
  };
}

export async function publishAs(
  process: Process,
  runId: string,
  changes: Partial<PublishRun> = {},
): Promise<Published> {
  return publish(runOf(process, runId, changes));
}

/** Runs a statement as the publisher, past the program. */
export async function execute(server: Server, sql: string): Promise<void> {
  server.execute({ sql, doing: "testing", role: "PUBLISHER" });
}

/** What dbt would send. The incremental mart keeps what the clone brought, unless the number of rows is given. */
async function build(process: Process, { location, runId }: Candidate, rows?: number): Promise<void> {
  const dbt = await process.open({ role: "PUBLISHER" });
  const at = "2026-03-02T02:00:00.000Z";
  const table = (name: string) => `"${location}"."MARTS"."${name}"`;
  const rebuilt = `AS SELECT '${runId}' AS MARK, '${at}' AS AT, 'someone@example.com' AS EMAIL FROM ROWS(${rows ?? 10})`;
  const [events, customers] = [table("FCT_EVENTS"), table("DIM_CUSTOMERS")];
  const first = await dbt
    .execute({ sql: `SELECT COUNT(*) AS FOUND FROM ${events}`, doing: "building", reads: true })
    .then(() => false)
    .catch(() => true);
  for (const sql of [
    first || rows !== undefined
      ? `CREATE OR REPLACE TABLE ${events} ${rebuilt}`
      : `MERGE INTO ${events} USING ROWS(1) SET MARK = '${runId}', AT = '${at}'`,
    `CREATE OR REPLACE TABLE ${customers} ${rebuilt}`,
    `ALTER TABLE ${customers} MODIFY COLUMN "EMAIL" SET TAG "GOVERNANCE"."POLICIES"."PII" = 'protected'`,
    `ALTER TABLE ${customers} CLUSTER BY (MARK)`,
    `CREATE OR REPLACE VIEW ${table("VW_CUSTOMERS")} AS SELECT * FROM "MARTS"."DIM_CUSTOMERS"`,
  ]) {
    await dbt.execute({ sql, doing: "building" });
  }
  await dbt.close();
}
