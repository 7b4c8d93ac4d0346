import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { createFile, replaceFile } from "../../durable-file.ts";
import { hasCode, JobFailure } from "../../failure.ts";
import type { LeaseRecord, LeaseStore } from "../lease-store.ts";

const record = z.strictObject({
  token: z.int().min(1),
  owner: z.string(),
  host: z.string(),
  pid: z.int(),
  acquiredAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
type FileRecord = z.output<typeof record> & { readonly released: boolean };

/**
 * The lease as files: one per token, and the highest token is the lease. Each is a file that only one process can
 * create, so of two runs at once exactly one wins, without a lock that a killed process could leave behind. Its end is a
 * file of its own, which a renewal under way cannot overwrite. Clocks of different machines may disagree: that can end a
 * lease early, and the fencing of the swap makes it harmless.
 */
export class FileLeaseStore implements LeaseStore {
  readonly #folder: string;

  /** `<control database>/leases/<database>`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async take(owner: string, seconds: number): Promise<{ taken: boolean; lease: LeaseRecord }> {
    await mkdir(this.#folder, { recursive: true });
    const current = await this.#latest();
    if (current && !isFree(current, owner)) return { taken: false, lease: describe(current) };
    const mine = newRecord(owner, seconds, (current?.token ?? 0) + 1);
    const created = await createFile(this.#fileOf(mine.token), render(mine));
    const winner = await this.#latest();
    if (created && winner?.token === mine.token) {
      await this.#prune(mine.token);
      return { taken: true, lease: describe(mine) };
    }
    // A slow contender can create a token that was pruned long ago: the highest token is the holder's, not its own.
    if (created) await rm(this.#fileOf(mine.token), { force: true });
    return { taken: false, lease: describe(winner ?? mine) };
  }

  async current(): Promise<LeaseRecord | null> {
    const latest = await this.#latest();
    return latest && describe(latest);
  }

  async renew(token: number, seconds: number): Promise<LeaseRecord | null> {
    const latest = await this.#latest();
    if (latest?.token !== token || latest.released || hasExpired(latest)) return null;
    await replaceFile(this.#fileOf(token), render({ ...latest, expiresAt: fromNow(seconds) }));
    // It may have been taken or ended while it was being renewed.
    const renewed = await this.#latest();
    return renewed?.token !== token || renewed.released ? null : describe(renewed);
  }

  async release(token: number): Promise<boolean> {
    const latest = await this.#latest();
    if (latest?.token !== token) return false;
    await createFile(this.#endOf(token), "");
    return true;
  }

  async #latest(): Promise<FileRecord | null> {
    const token = Math.max(0, ...(await this.#tokens()));
    if (token === 0) return null;
    const found = await readRecord(this.#fileOf(token));
    // A file that vanished was pruned by the holder of a higher token: look again.
    return found ? { ...found, released: existsSync(this.#endOf(token)) } : this.#latest();
  }

  async #prune(token: number): Promise<void> {
    const older = (await this.#tokens()).filter((each) => each < token);
    const files = older.flatMap((each) => [this.#fileOf(each), this.#endOf(each)]);
    await Promise.all(files.map((file) => rm(file, { force: true })));
  }

  async #tokens(): Promise<number[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (hasCode(error, "ENOENT")) return [];
      throw error;
    });
    return names.flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number);
  }

  #fileOf(token: number): string {
    return join(this.#folder, `${token}.json`);
  }

  #endOf(token: number): string {
    return join(this.#folder, `${token}.ended`);
  }
}

function isFree(lease: FileRecord, owner: string): boolean {
  return lease.released || lease.owner === owner || hasExpired(lease) || isDead(lease);
}

function hasExpired({ expiresAt }: FileRecord): boolean {
  return new Date(expiresAt) <= new Date();
}

function isDead({ host, pid }: FileRecord): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return hasCode(error, "ESRCH");
  }
}

function newRecord(owner: string, seconds: number, token: number): FileRecord {
  const [acquiredAt, expiresAt] = [fromNow(0), fromNow(seconds)];
  return { token, owner, host: hostname(), pid: process.pid, acquiredAt, expiresAt, released: false };
}

async function readRecord(file: string): Promise<z.output<typeof record> | null> {
  try {
    return record.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw new JobFailure(`${file} is not a lease. When no publish is running, delete it and run the job again.`);
  }
}

function describe({ host, pid, ...rest }: FileRecord): LeaseRecord {
  const secondsLeft = (new Date(rest.expiresAt).getTime() - Date.now()) / 1000;
  return { ...rest, holder: `process ${pid} on ${host}`, secondsLeft };
}

function fromNow(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

function render({ released: _, ...lease }: FileRecord): string {
  return `${JSON.stringify(lease, null, 2)}\n`;
}
