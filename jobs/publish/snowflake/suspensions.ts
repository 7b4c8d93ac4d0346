import type { Client } from "./client.ts";
import { quoted } from "./names.ts";
import { isAbsent, type Row, type Statement } from "./session.ts";

interface Runner {
  readonly plural: string;
  readonly runs: (row: Row) => boolean;
  readonly start: (object: string) => string;
  readonly stop: (object: string) => string;
}

/** What a clone suspends. Source: Snowflake documentation, "Cloning considerations". */
const runners: readonly Runner[] = [
  // Refreshing first: what it fills, alerts and tasks may read.
  runner("DYNAMIC TABLES", "DYNAMIC TABLE", (row) => /^(RUNNING|ACTIVE)$/.test(String(row.scheduling_state))),
  {
    plural: "TABLES",
    runs: (row) => row.automatic_clustering === "ON",
    start: (object) => `ALTER TABLE ${object} RESUME RECLUSTER`,
    stop: (object) => `ALTER TABLE ${object} SUSPEND RECLUSTER`,
  },
  runner("ALERTS", "ALERT", (row) => row.state === "started"),
  runner("TASKS", "TASK", (row) => row.state === "started"),
];

/**
 * Starts in live what runs in a version that it replaced, then stops it there: both would otherwise run, or none. What has
 * to be started is read from what runs, so a repetition goes on where it was cut short.
 */
export async function moveRunners(client: Client, live: string, replaced: readonly string[]): Promise<void> {
  for (const { plural, runs, start, stop } of runners) {
    for (const database of replaced) {
      const running = (await show(client, plural, database).catch(noneWhereAbsent)).filter(runs);
      if (running.length === 0) continue;
      const inLive = await show(client, plural, live);
      for (const row of running) {
        const path = [String(row.schema_name), String(row.name)] as const;
        const twin = inLive.find((each) => each.schema_name === path[0] && each.name === path[1]);
        if (twin && !runs(twin)) await client.run(change(start(quoted(live, ...path)), `starting ${path.join(".")}`));
        await client.run(change(stop(quoted(database, ...path)), `stopping ${path.join(".")} of ${database}`));
      }
    }
  }
}

async function show(client: Client, plural: string, database: string): Promise<readonly Row[]> {
  const sql = `SHOW ${plural} IN DATABASE ${quoted(database)}`;
  return client.run({ sql, doing: `looking what runs in ${database}`, reads: true });
}

/** A version that another run put aside meanwhile. */
function noneWhereAbsent(error: unknown): Row[] {
  if (isAbsent(error)) return [];
  throw error;
}

function change(sql: string, doing: string): Statement {
  return { sql, doing };
}

function runner(plural: string, singular: string, runs: Runner["runs"]): Runner {
  return {
    plural,
    runs,
    start: (object) => `ALTER ${singular} ${object} RESUME`,
    stop: (object) => `ALTER ${singular} ${object} SUSPEND`,
  };
}
