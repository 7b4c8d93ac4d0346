import { setTimeout as sleep } from "node:timers/promises";
import { JobInterrupted } from "../../failure.ts";
import type { Client } from "./client.ts";
import { literal, quoted } from "./names.ts";
import type { Statement } from "./session.ts";

/** How often, a second apart, it is looked whether what was canceled has ended. */
const looks = 60;

/**
 * Cancels what an earlier attempt of the run left running, and waits for its end: a killed program's statements go on in
 * the warehouse, and would write into the candidate that this attempt goes on with. They are known by the run's query tag.
 */
export async function stopLeftRunning(client: Client, database: string, runId: string): Promise<void> {
  for (let look = 0; look < looks; look++) {
    const running = (await client.run(leftRunning(database, runId))).map((row) => String(row.QUERY_ID));
    if (running.length === 0) return;
    for (const id of running) await client.run(cancel(id));
    await sleep(1000);
  }
  throw new JobInterrupted(`Statements of an earlier attempt of run ${runId} do not end. Run the job again.`);
}

/**
 * Without an end of the time range the function tells of running queries too, of this user. Source: Snowflake
 * documentation, QUERY_HISTORY, QUERY_HISTORY_BY_*.
 */
function leftRunning(database: string, runId: string): Statement {
  return {
    sql:
      `SELECT QUERY_ID FROM TABLE(${quoted(database)}.INFORMATION_SCHEMA.QUERY_HISTORY_BY_USER(RESULT_LIMIT => 10000)) ` +
      "WHERE QUERY_TAG = ? AND SESSION_ID <> CURRENT_SESSION() " +
      "AND EXECUTION_STATUS IN ('RUNNING', 'QUEUED', 'BLOCKED', 'RESUMING_WAREHOUSE')",
    binds: [runId],
    doing: "looking for statements of an earlier attempt",
    reads: true,
  };
}

/** A user may cancel its own statements; one that has ended meanwhile is no error. */
function cancel(id: string): Statement {
  return { sql: `SELECT SYSTEM$CANCEL_QUERY(${literal(id)})`, doing: "canceling a statement of an earlier attempt" };
}
