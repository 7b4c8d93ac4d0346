/** The sample project with the real dbt of .venv: about a minute. */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { analyticsTables } from "../../environments/base-tables.ts";
import { JobFailure } from "../../jobs/failure.ts";
import { buildCandidate } from "../../jobs/transform/build.ts";
import { newRequest, type TrialRequest } from "../jobs/transform/request.ts";
import { run, writeSilver } from "../jobs/transform/silver.ts";

const root = join(__dirname, "..", "..");
const dbt = join(root, ".venv", "bin", "dbt");
const patience = 240_000;

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "tools", "python.js")], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}, 300_000);

describe("the sample project", () => {
  const login = {
    email: "ada@example.com",
    full_name: "Ada Okafor",
    session_id: "s1",
    device_type: "mobile",
    country_code: "SE",
  };
  const day = "2026-03-02";

  describe("with a day's events", () => {
    const request = newSample();
    const file = request.candidate.location;
    const warnings: string[] = [];

    beforeAll(async () => {
      await silver(request, "user_events", day, [
        event("e1", "login", login),
        event("e1", "logout", login),
        event("e2", "page_view", { session_id: "s1" }, "2026-02-25T08:00:00"),
      ]);
      await silver(request, "transaction_events", day, [
        payment("t1", "pending", "2026-03-02T10:00:00"),
        payment("t1", "completed", "2026-03-02T10:05:00"),
        payment("t2", "charged back", "2026-03-02T11:00:00"),
      ]);
      warnings.push(...(await buildCandidate(request)).warnings);
    }, patience);

    test("marts say what events say, once each, and a new status is only warned of", async () => {
      expect(warnings).toEqual([
        expect.stringMatching(/^test accepted_values_fct_transactions_status\S*: warn, 1 row fails/),
      ]);
      const events = "select event_id, event_type, country_code from MARTS.FCT_CUSTOMER_EVENTS order by 1";
      expect(await run(events, file)).toEqual([
        ["e1", "login", "SE"],
        ["e2", "page_view", null],
      ]);
      const payments = "select * exclude (created_at) from MARTS.FCT_TRANSACTIONS where transaction_id = 't1'";
      expect(await run(payments, file)).toEqual([
        ["t1", "u1", "2026-03-02", "2026-03-02 10:00:00", "12.50", "SEK", "card", "outdoor", "completed"],
      ]);
      expect(await run("from MARTS.VW_CUSTOMER_PII", file)).toEqual([["u1", "ada@example.com", "Ada Okafor", "SE"]]);
    });

    test("clustered tables have the columns and cluster keys that the environment declares", async () => {
      const { nodes } = JSON.parse(
        readFileSync(join(artifacts(request), "runs", "run-1", "0001", "manifest.json"), "utf8"),
      );
      for (const [name, { columns, clusterBy }] of Object.entries(analyticsTables)) {
        const described = (await run(`describe ${name}`, file)).map(([column, type]) =>
          `${column} ${type}`.toUpperCase(),
        );
        expect(described).toEqual(Object.entries(columns).map(([column, type]) => `${column} ${onDuckDb(type)}`));
        const { config } = nodes[`model.plinth_example.${name.toLowerCase().split(".")[1]}`];
        expect(config.cluster_by.map((column: string) => column.toUpperCase())).toEqual(clusterBy);
      }
    });

    test("who it was is kept out of events and marked where it is", async () => {
      const [properties] = await run(
        "select event_properties::varchar from MARTS.FCT_CUSTOMER_EVENTS order by event_id",
        file,
      );
      expect(Object.keys(JSON.parse(String(properties)))).toEqual(["session_id", "device_type", "country_code"]);
      const marked = 'select schema_name, table_name, column_name, class from "PLINTH"."COLUMN_TAGS" order by all';
      expect(await run(marked, file)).toEqual(
        [
          ["MARTS", "DIM_CUSTOMERS"],
          ["SNAPSHOTS", "SNAP_CUSTOMERS"],
          ["STAGING", "STG_USER_EVENTS"],
        ].flatMap((table) => ["EMAIL", "FULL_NAME"].map((column) => [...table, column, "PII"])),
      );
    });

    test("a view names no database, so that it outlives a swap", async () => {
      const [text] = await run("select sql from duckdb_views() where view_name = 'VW_CUSTOMER_PII'", file);
      expect(String(text)).toContain("FROM MARTS.DIM_CUSTOMERS");
    });
  });

  test(
    "grows from build to build in clones, and a backfill alone takes back what is no longer there",
    async () => {
      const request = newSample();
      await silver(request, "user_events", day, [event("e1", "login", login), event("e2", "logout", login)]);
      await silver(request, "transaction_events", day, [payment("t1", "pending", "2026-03-02T10:00:00")]);
      await buildCandidate(request);
      const [before] = await run(
        "select event_id, created_at::varchar from MARTS.FCT_CUSTOMER_EVENTS order by 1",
        request.candidate.location,
      );

      const moved = event("e3", "login", { ...login, email: "ada@example.org" }, "2026-03-03T09:00:00");
      await silver(request, "user_events", day, [event("e1", "login", login)]);
      await silver(request, "user_events", "2026-03-03", [moved]);
      await silver(request, "transaction_events", "2026-03-03", [payment("t1", "refunded", "2026-03-03T10:00:00")]);
      const nightly = { ...request, runId: "run-2", candidate: clone(request, 6) };
      await buildCandidate(nightly);
      const file = nightly.candidate.location;
      expect(await run("select event_id from MARTS.FCT_CUSTOMER_EVENTS order by 1", file)).toEqual([
        ["e1"],
        ["e2"],
        ["e3"],
      ]);
      expect(
        (await run("select event_id, created_at::varchar from MARTS.FCT_CUSTOMER_EVENTS order by 1", file))[0],
      ).toEqual(before);
      expect(await run("select transaction_date, status from MARTS.FCT_TRANSACTIONS", file)).toEqual([
        ["2026-03-02", "refunded"],
      ]);
      expect(
        await run("select email, dbt_valid_to is null from SNAPSHOTS.SNAP_CUSTOMERS order by dbt_valid_from", file),
      ).toEqual([
        ["ada@example.com", false],
        ["ada@example.org", true],
      ]);

      const variables = { backfill_from: day, backfill_to: day };
      const backfill = { ...nightly, runId: "run-3", variables, candidate: clone(nightly, 7) };
      await buildCandidate(backfill);
      expect(
        await run(
          `select event_id, created_at::varchar = $$${before?.[1]}$$ from MARTS.FCT_CUSTOMER_EVENTS order by 1`,
          backfill.candidate.location,
        ),
      ).toEqual([
        ["e1", false],
        ["e3", false],
      ]);
    },
    patience,
  );

  test(
    "with nothing in the lake is built all the same: that marts are empty is for the audit to say",
    async () => {
      const request = newSample();
      await buildCandidate(request);
      expect(await run("select count(*) from MARTS.FCT_CUSTOMER_EVENTS", request.candidate.location)).toEqual([["0"]]);
    },
    patience,
  );

  test.each([
    {
      planted: "an event of an unknown type",
      changes: { event_type: "teleport" },
      says: /test accepted_values_fct_customer_events_event_type\S*: fail, 1 row fails, Got 1 result/,
    },
    { planted: "a time that is none", changes: { timestamp: "noon" }, says: /model stg_user_events: error, .*noon/ },
  ])(
    "$planted fails the build by its name",
    async ({ changes, says }) => {
      const request = newSample();
      await silver(request, "user_events", day, [{ ...event("e1", "login", login), ...changes }]);
      const error = await buildCandidate(request).catch((reason) => reason);
      expect(error).toBeInstanceOf(JobFailure);
      expect(error.message).toMatch(says);
    },
    patience,
  );
});

function newSample(): TrialRequest {
  const request = newRequest({ env: { PLINTH_DBT: dbt } });
  rmSync(join(request.folder, "project"), { recursive: true });
  cpSync(join(root, "examples", "transform"), join(request.folder, "project"), { recursive: true });
  return request;
}

/** A copy of the candidate, as the engine clones what is live. */
function clone({ folder, candidate }: TrialRequest, token: number): TrialRequest["candidate"] {
  const location = join(folder, `candidate-${token}.duckdb`);
  copyFileSync(candidate.location, location);
  return { token, clonedUnder: token, runId: candidate.runId, location };
}

async function silver(
  request: TrialRequest,
  dataset: string,
  day: string,
  rows: Record<string, unknown>[],
): Promise<void> {
  await writeSilver(join(request.folder, "buckets", "silver"), dataset, day, rows);
}

function event(
  id: string,
  type: string,
  data: Record<string, unknown>,
  timestamp = "2026-03-02T08:00:00",
): Record<string, unknown> {
  return { event_id: id, user_id: "u1", event_type: type, event_data: data, timestamp, schema_version: "1.0" };
}

function payment(id: string, status: string, timestamp: string): Record<string, unknown> {
  const terms = { amount: 12.5, currency: "SEK", payment_method: "card", merchant_category: "outdoor" };
  return { transaction_id: id, user_id: "u1", ...terms, status, timestamp, schema_version: "1.0" };
}

function artifacts({ folder }: TrialRequest): string {
  return join(folder, "buckets", "artifacts", "dbt", "project");
}

/** DuckDB's name for a type of Snowflake. */
function onDuckDb(type: string): string {
  return type.replace("TIMESTAMP_NTZ", "TIMESTAMP").replace("VARIANT", "JSON").replace("NUMBER(", "DECIMAL(");
}
