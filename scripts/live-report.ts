import { join } from "node:path";
import Table from "cli-table3";
import type { Environment } from "../environments/environment.ts";
import { readLive } from "../jobs/publish/live.ts";
import { databasesFolder } from "./simulated-folders.ts";

/** What consumers of a simulated environment read now: the tables of each published database, with their rows. */
export async function liveReport(home: string, environment: Environment): Promise<string> {
  const published = Object.entries(environment.warehouse.databases).filter(([, database]) => database.publishedBySwap);
  const folder = databasesFolder(home, environment);
  return (await Promise.all(published.map(([name]) => liveDatabase(name, join(folder, name))))).join("\n");
}

async function liveDatabase(name: string, folder: string): Promise<string> {
  const live = await readLive(folder);
  if (!live) return `${name} has not been published yet.`;
  const table = new Table({ head: ["live table", "rows"], style: { head: [], border: [] } });
  for (const [mart, rows] of Object.entries(live.rows)) table.push([`${name}.${mart}`, rows]);
  return `${name} is live since ${live.publishedAt}, version ${live.token}, run ${live.runId}.\n${table.toString()}`;
}
