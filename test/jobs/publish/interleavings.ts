import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { JobFailure } from "../../../jobs/failure.ts";
import { publish } from "../../../jobs/publish/publish.ts";
import { retire } from "../../../jobs/publish/retire.ts";
import { rollback } from "../../../jobs/publish/rollback.ts";
import { pauseBefore } from "./pauses.ts";
import {
  changeLease,
  leaseFolder,
  liveRun,
  longAgo,
  newDatabases,
  newEngine,
  newRun,
  versionsOf,
} from "./warehouse.ts";

type Work = (databases: string, runId: string) => Promise<unknown>;

/** What runs do at once. */
const works = {
  publish: (databases, runId) => publish(newRun(databases, runId)),
  "publish that its readers refuse": (databases, runId) => publish(newRun(databases, runId, { readers: ["NOBODY"] })),
  rollback: (databases, runId) => rollback(newRun(databases, runId)),
  retire: (databases, runId) => retire(newRun(databases, runId), { previousHours: 0, now: new Date("2999-01-01") }),
} satisfies Record<string, Work>;
export type WorkName = keyof typeof works;

export const pairs: readonly { readonly late: WorkName; readonly meanwhile: WorkName }[] = [
  { late: "publish", meanwhile: "publish" },
  { late: "publish", meanwhile: "rollback" },
  { late: "publish that its readers refuse", meanwhile: "publish" },
  { late: "rollback", meanwhile: "publish" },
  { late: "retire", meanwhile: "publish" },
  { late: "retire", meanwhile: "rollback" },
];

/**
 * Pauses `late` before each of its operations on files, from the first on by `stride`, and lets `meanwhile` take its lease
 * and do all its work. Returns how many schedules there were; throws for one after which what is live is not whole, not
 * what the later run made of it, or cannot be published upon and gone back from.
 */
export async function interleave(late: WorkName, meanwhile: WorkName, first: number, stride: number): Promise<number> {
  const start = newDatabases();
  for (const runId of ["oldest", "older", "old"]) await publish(newRun(start, runId, { keepPrevious: 2 }));
  for (let schedules = 0; ; schedules++) {
    const operation = first + schedules * stride;
    const databases = newDatabases();
    cpSync(start, databases, { recursive: true });
    const seen = { after: "" };
    const { paused, error } = await pauseBefore(
      operation,
      () => works[late](databases, "late"),
      async () => {
        if (existsSync(leaseFolder(databases))) changeLease(databases, { expiresAt: longAgo });
        await works[meanwhile](databases, "meanwhile").catch(expected);
        seen.after = `${await liveRun(databases)}`;
      },
    );
    expected(error);
    const where = `${late} paused before operation ${operation} for ${meanwhile}`;
    await judge(databases, where, paused && error !== null ? seen.after : null);
    rmSync(databases, { recursive: true });
    if (!paused) return schedules;
  }
}

/** A run may be refused; nothing else may happen to it. */
function expected(error: unknown): void {
  if (error !== null && !(error instanceof JobFailure)) throw error;
}

async function judge(databases: string, where: string, live: string | null): Promise<void> {
  const found = await liveRun(databases);
  // Who was refused changed nothing after the other run had ended.
  if (live !== null && found !== live) throw new Error(`${where}: ${live} was live, and then ${found}.`);
  const before = hashOfLive(databases);
  const { publication } = await publish(newRun(databases, "next"));
  const kept = [...publication.previous.map(({ token }) => token), publication.token];
  const onDisk = versionsOf(databases);
  if (`${onDisk}` !== `${kept}`) throw new Error(`${where}: versions ${onDisk} are on disk, kept are ${kept}.`);
  await rollback(newRun(databases, "back"));
  if (hashOfLive(databases) !== before) throw new Error(`${where}: a rollback did not bring the version before back.`);
  const lease = await newEngine(databases).leases.current();
  if (!lease?.released) throw new Error(`${where}: the lease of ${lease?.owner} was not given back.`);
}

export function hashOfLive(databases: string): string {
  const folder = join(databases, "ANALYTICS");
  const { token } = JSON.parse(readFileSync(join(folder, "live.json"), "utf8"));
  const file = readFileSync(join(folder, "versions", String(token), "ANALYTICS.duckdb"));
  return createHash("sha256").update(file).digest("hex");
}
