import { expect, test } from "@jest/globals";
import { JobInterrupted } from "../../../../jobs/failure.ts";
import { publish } from "../../../../jobs/publish/publish.ts";
import { execute, newServer, runOf } from "../../../snowflake/platform.ts";
import { Process } from "../../../snowflake/process.ts";
import { expire } from "../../../snowflake/scenarios.ts";
import type { Server } from "../../../snowflake/server.ts";
import { type ContractWarehouse, testEngineContract } from "../engine-contract.ts";

testEngineContract(() => modelled(newServer()));

test("what an earlier attempt left running is canceled before its candidate is gone on with, and nothing else", async () => {
  const server = newServer();
  await publish(runOf(new Process(server), "one"));
  const build = () => Promise.reject(new JobInterrupted("killed"));
  await expect(publish(runOf(new Process(server), "two", { build }))).rejects.toThrow("killed");
  server.account.running.set("a-1", "two").set("b-2", "other");
  await publish(runOf(new Process(server), "two"));
  expect([...server.account.running.keys()]).toEqual(["b-2"]);
});

function modelled(server: Server): ContractWarehouse {
  const events = '"MARTS"."FCT_EVENTS"';
  const customers = '"MARTS"."DIM_CUSTOMERS"';
  const inCandidate = (sql: (database: string) => string) => (candidate: { location: string }) =>
    execute(server, sql(`"${candidate.location}"`));
  const rebuilt = "AS SELECT 'x' AS MARK, '' AS AT, 'someone@example.com' AS EMAIL FROM ROWS(100)";
  return {
    open: () => runOf(new Process(server), "looking").engine,
    run: (runId, { rows, ...changes } = {}) => runOf(new Process(server), runId, changes, rows),
    mark: async () => markOf(server, "ANALYTICS"),
    markIn: async (location) => markOf(server, location),
    damages: {
      "SELECT on table MARTS.FCT_EVENTS for ANALYTICS_R is declared, and the candidate lacks it": inCandidate(
        (database) => `REVOKE SELECT ON TABLE ${database}.${events} FROM ROLE "ANALYTICS_R"`,
      ),
      "USAGE on the database for ANALYTICS_R": inCandidate(
        (database) => `REVOKE USAGE ON DATABASE ${database} FROM ROLE "ANALYTICS_R"`,
      ),
      "MARTS.DIM_CUSTOMERS.EMAIL carries no class; it must carry the tag of class PII": inCandidate(
        (database) => `CREATE OR REPLACE TABLE ${database}.${customers} ${rebuilt}`,
      ),
      "ANALYST reads 100 values of MARTS.DIM_CUSTOMERS.EMAIL unmasked": inCandidate(
        (database) => `CREATE OR REPLACE TABLE ${database}.${customers} ${rebuilt}`,
      ),
      "The owner of table MARTS.FCT_EVENTS is SOMEBODY; it must be PUBLISHER": inCandidate(
        (database) => `GRANT OWNERSHIP ON TABLE ${database}.${events} TO ROLE "SOMEBODY" COPY CURRENT GRANTS`,
      ),
      "view MARTS.VW_CUSTOMERS names the database ANALYTICS;": inCandidate(
        (database) =>
          `CREATE OR REPLACE VIEW ${database}."MARTS"."VW_CUSTOMERS" AS SELECT * FROM "ANALYTICS".${customers}`,
      ),
      "task MARTS.NIGHTLY names the database ANALYTICS__C_": inCandidate(
        (database) => `CREATE OR REPLACE TASK ${database}."MARTS"."NIGHTLY" AS DELETE FROM ${database}.${events}`,
      ),
      "The view MARTS.VW_CUSTOMERS is in live and not in the candidate": inCandidate(
        (database) => `DROP VIEW ${database}."MARTS"."VW_CUSTOMERS"`,
      ),
    },
    expireLease: () => expire(server),
  };
}

function markOf({ account }: Server, database: string): string | null {
  const row = account.databases.get(database)?.schemas.get("MARTS")?.things.get("FCT_EVENTS")?.rows[0];
  return row === undefined ? null : String(row.MARK);
}
