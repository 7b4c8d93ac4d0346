import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { publish } from "../../../jobs/publish/publish.ts";
import { rollback } from "../../../jobs/publish/rollback.ts";
import { hashOfLive } from "./interleavings.ts";
import { historyOf, liveRun, newDatabases, newEngine, newRun, versionsOf } from "./warehouse.ts";

export type Action = "publish" | "rollback";
const publisher = join(__dirname, "publisher.ts");

/** Databases with two versions, which each kill starts from. */
export async function twoVersions(): Promise<string> {
  const databases = newDatabases();
  for (const runId of ["first", "second"]) await publish(newRun(databases, runId));
  return databases;
}

/**
 * Kills a process of its own at a point of its work on a copy of `start`, and recovers: another run publishes, or the same
 * one is tried again. Throws unless one whole version is live after the kill and after the recovery, with the one before
 * behind it and the lease given back. Returns whether the process came to that point.
 */
export async function killAndRecover(
  start: string,
  action: Action,
  point: readonly [when: string, step: string],
  recovery: "another run" | "the same run",
): Promise<boolean> {
  const databases = newDatabases();
  cpSync(start, databases, { recursive: true });
  const where = `${action} killed ${point.join(" ")}, then ${recovery}`;
  const { signal, stderr } = spawnSync(process.execPath, [publisher, databases, "killed", ...point, action], {
    encoding: "utf8",
  });
  if (stderr !== "") throw new Error(`${where}: ${stderr}`);
  const after = await liveRun(databases);
  const may = { publish: ["second", "killed"], rollback: ["second", "first"] };
  if (after === null || !may[action].includes(after)) throw new Error(`${where}: live is ${after}.`);
  if (signal === "SIGKILL" && recovery === "the same run") await again(databases, action, where);
  await publishOnTop(databases, where);
  rmSync(databases, { recursive: true });
  return signal === "SIGKILL";
}

async function again(databases: string, action: Action, where: string): Promise<void> {
  const run = newRun(databases, "killed");
  await (action === "publish" ? publish(run) : rollback(run));
  const wanted = action === "publish" ? "killed" : "first";
  const live = await liveRun(databases);
  if (live !== wanted) throw new Error(`${where}: live is ${live}, not ${wanted}.`);
}

/** The next run publishes, and what was live before can come back, the same to the byte. */
export async function publishOnTop(databases: string, where: string): Promise<void> {
  const [before, hash] = [await liveRun(databases), hashOfLive(databases)];
  const { publication } = await publish(newRun(databases, "next"));
  const behind = publication.previous.map(({ runId }) => runId);
  if (`${behind}` !== `${before}`) throw new Error(`${where}: behind live is ${behind}, not ${before}.`);
  const kept = [...publication.previous, publication].map(({ token }) => token);
  if (`${versionsOf(databases)}` !== `${kept}`)
    throw new Error(`${where}: on disk are versions ${versionsOf(databases)}.`);
  const tokens = (await historyOf(databases)).flatMap(
    (entry) => entry.publication?.restored ?? entry.publication ?? [],
  );
  const told = tokens.map(({ token }) => token);
  if (new Set(told).size !== told.length) throw new Error(`${where}: the history tells a version twice, ${told}.`);
  const lease = await newEngine(databases).leases.current();
  if (!lease?.released) throw new Error(`${where}: the lease of ${lease?.owner} was not given back.`);
  await rollback(newRun(databases, "back"));
  if (hashOfLive(databases) !== hash) throw new Error(`${where}: the version before did not come back as it was.`);
}
