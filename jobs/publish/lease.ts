import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { hasCode, JobFailure } from "../failure.ts";
import { createFile, replaceFile } from "./durable-file.ts";

const record = z.strictObject({
  /** Fencing token: one higher for every holder, never used twice. */
  token: z.int().min(1),
  /** Run id of the holder. */
  owner: z.string(),
  host: z.string(),
  pid: z.int(),
  acquiredAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  released: z.boolean(),
});
export type LeaseRecord = z.output<typeof record>;

/** Thrown to whoever still works under a lease that another run has taken or that has run out. */
export class LeaseLost extends JobFailure {
  override name = "LeaseLost";
}

/** The right to publish to one database. Held from {@link acquireLease} until released, lost, or not renewed in time. */
export interface Lease {
  readonly token: number;
  readonly owner: string;
  /** Aborts with {@link LeaseLost} as soon as a renewal finds the lease lost. */
  readonly lost: AbortSignal;
  /** Throws {@link LeaseLost} unless the lease is still held now. */
  confirm(): Promise<void>;
  release(): Promise<void>;
}

export interface LeaseTerms {
  /** `<control database>/leases/<database>`: one file per token, and the highest token is the lease. */
  readonly folder: string;
  readonly owner: string;
  readonly seconds: number;
}

/**
 * Takes the lease, or throws a {@link JobFailure} that names its holder. A lease may be taken when it was released, has
 * expired, belongs to this very run, or its holder was a process of this machine that has ended.
 *
 * Each token is a file that only one process can create, so of two runs at once exactly one wins, without a lock that
 * a killed process could leave behind. Clocks of different machines may disagree: that can end a lease early, and the
 * fencing of the swap makes it harmless.
 */
export async function acquireLease(terms: LeaseTerms): Promise<Lease> {
  await mkdir(terms.folder, { recursive: true });
  const current = await currentLease(terms.folder);
  if (current && !isFree(current, terms.owner)) throw heldBy(current, terms);
  const mine = newRecord(terms, (current?.token ?? 0) + 1);
  const created = await createFile(fileOf(terms.folder, mine.token), render(mine));
  const winner = await currentLease(terms.folder);
  if (created && winner?.token === mine.token) return hold(terms, mine);
  // A slow contender can create a token that was pruned long ago: the highest token is the holder's, not its own.
  if (created) await rm(fileOf(terms.folder, mine.token), { force: true });
  throw heldBy(winner ?? mine, terms);
}

/** The lease as it stands, or null when nobody ever took it. */
export async function currentLease(folder: string): Promise<LeaseRecord | null> {
  const token = Math.max(0, ...(await tokensIn(folder)));
  if (token === 0) return null;
  // A file that vanished was pruned by the holder of a higher token: look again.
  return (await readRecord(fileOf(folder, token))) ?? currentLease(folder);
}

function hold(terms: LeaseTerms, first: LeaseRecord): Lease {
  const lost = new AbortController();
  const ended = new AbortController();
  let latest = first;

  const confirm = async () => {
    const current = await currentLease(terms.folder);
    if (current?.token !== first.token) throw takenBy(current, first);
    if (new Date(latest.expiresAt) <= new Date()) throw ranOut(latest);
  };
  const write = async (changes: Partial<LeaseRecord>) => {
    latest = { ...latest, ...changes };
    await replaceFile(fileOf(terms.folder, first.token), render(latest));
  };
  const renewals = (async () => {
    await prune(terms.folder, first.token);
    while (!ended.signal.aborted) {
      await sleep((terms.seconds * 1000) / 3, undefined, { ref: false, signal: ended.signal }).catch(() => undefined);
      if (ended.signal.aborted) return;
      await confirm();
      await write({ expiresAt: fromNow(terms.seconds) });
    }
  })().catch((error: unknown) => lost.abort(error));

  return {
    token: first.token,
    owner: first.owner,
    lost: lost.signal,
    confirm,
    release: async () => {
      ended.abort();
      await renewals;
      if (!lost.signal.aborted) await write({ released: true });
    },
  };
}

function isFree(lease: LeaseRecord, owner: string): boolean {
  return lease.released || lease.owner === owner || new Date(lease.expiresAt) <= new Date() || isDead(lease);
}

function isDead({ host, pid }: LeaseRecord): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return hasCode(error, "ESRCH");
  }
}

function newRecord({ owner, seconds }: LeaseTerms, token: number): LeaseRecord {
  const acquiredAt = new Date().toISOString();
  const expiresAt = fromNow(seconds);
  return { token, owner, host: hostname(), pid: process.pid, acquiredAt, expiresAt, released: false };
}

async function prune(folder: string, token: number): Promise<void> {
  const older = (await tokensIn(folder)).filter((each) => each < token);
  await Promise.all(older.map((each) => rm(fileOf(folder, each), { force: true })));
}

async function tokensIn(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number);
}

async function readRecord(file: string): Promise<LeaseRecord | null> {
  try {
    return record.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw new JobFailure(`${file} is not a lease. When no publish is running, delete it and run the job again.`);
  }
}

function heldBy(lease: LeaseRecord, { folder }: LeaseTerms): JobFailure {
  const { owner, host, pid, expiresAt } = lease;
  return new JobFailure(
    `${folder}: the lease is held by run ${owner} (process ${pid} on ${host}) until ${expiresAt}. ` +
      "One run publishes at a time: wait for it to end, or until then if it was killed.",
  );
}

function takenBy(current: LeaseRecord | null, { token }: LeaseRecord): LeaseLost {
  const by = current ? `run ${current.owner} took it with token ${current.token}` : "its file is gone";
  return new LeaseLost(`The lease with token ${token} is lost: ${by}. Nothing was published by this run.`);
}

function ranOut({ token, expiresAt }: LeaseRecord): LeaseLost {
  return new LeaseLost(
    `The lease with token ${token} ran out at ${expiresAt} before it was renewed. Nothing was published by this run.`,
  );
}

function fileOf(folder: string, token: number): string {
  return join(folder, `${token}.json`);
}

function fromNow(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

function render(lease: LeaseRecord): string {
  return `${JSON.stringify(lease, null, 2)}\n`;
}
