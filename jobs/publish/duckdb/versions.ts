import { mkdir, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createFile, syncFolder } from "../../durable-file.ts";
import { hasCode } from "../../failure.ts";
import type { Holder, Publication } from "../engine.ts";
import { LeaseLost } from "../lease.ts";
import { livePointer, readLive, renderPointer, versionFile, versionFolder } from "./live.ts";

/** What a version on disk is: live, one that was live, one that a run builds or left half built, or one to be removed. */
export type VersionKind = "live" | "replaced" | "candidate" | "retired";

/**
 * The versions of one database as folders, and the pointer that says which is live. live.ts describes the layout.
 *
 * Live changes by one rename, of a file in the folder of the holder's token to live.json. A fence first leaves its mark,
 * then takes those files away from all lower tokens; a holder makes its file first, then looks for marks. So either the
 * holder sees the mark or the fence takes the file: a fenced holder's rename fails in the file system, however late.
 */
export class Versions {
  readonly #folder: string;
  readonly #name: string;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  file(token: number): string {
    return versionFile(this.#folder, this.#name, token);
  }

  live(): Promise<Publication | null> {
    return readLive(this.#folder);
  }

  /** Bars all lower tokens from changing live from now on. */
  async fence(holder: Holder): Promise<void> {
    await createFile(join(this.#marks, String(holder.token)), "");
    await this.confirm(holder);
    for (const token of await this.tokens(holder.token)) {
      await rename(this.#in(token, "pointer.json"), this.#in(token, "fenced.json")).catch(ignoreAbsent);
      await rm(this.#in(token, "back.json"), { force: true });
    }
    const marks = numbered(await namesIn(this.#marks)).filter((token) => token < holder.token);
    await Promise.all(marks.map((token) => rm(join(this.#marks, String(token)), { force: true })));
    const dropped = (await namesIn(join(this.#folder, "versions"))).filter((name) => name.includes(".dropped-"));
    for (const name of dropped) await remove(join(this.#folder, "versions", name));
  }

  /** Throws {@link LeaseLost} when a higher token has fenced. */
  async confirm(holder: Holder): Promise<void> {
    const highest = Math.max(0, ...numbered(await namesIn(this.#marks)));
    if (highest > holder.token) throw fenced(holder);
  }

  /** Tokens that have a folder, lower than this one, highest first. */
  async tokens(below: number): Promise<number[]> {
    const tokens = numbered(await namesIn(join(this.#folder, "versions")));
    return tokens.filter((token) => token < below).sort((a, b) => b - a);
  }

  async kindOf(token: number, live: Publication | null): Promise<VersionKind> {
    if (token === live?.token) return "live";
    const names = await namesIn(versionFolder(this.#folder, token));
    if (names.includes("retired.json")) return "retired";
    const unfinished = names.includes("pointer.json") || names.includes("fenced.json");
    return unfinished || !names.includes(basename(this.file(token))) ? "candidate" : "replaced";
  }

  /** Takes back what a run that was fenced meanwhile had in mind with live. */
  async keepLive(token: number): Promise<void> {
    for (const name of ["fenced.json", "retired.json"]) await rm(this.#in(token, name), { force: true });
  }

  /** Makes the folder of a candidate. */
  async create(holder: Holder): Promise<void> {
    await mkdir(versionFolder(this.#folder, holder.token), { recursive: true });
    await createFile(this.#in(holder.token, "pointer.json"), "");
    await this.confirm(holder);
  }

  /** Moves a fenced candidate's folder to the holder's token: from then on the paths of its former token lead nowhere. */
  async move(from: number, holder: Holder): Promise<void> {
    await rename(versionFolder(this.#folder, from), versionFolder(this.#folder, holder.token));
    await syncFolder(join(this.#folder, "versions"));
  }

  /** Lets a moved candidate go live. */
  async reopen(holder: Holder): Promise<void> {
    const pointer = this.#in(holder.token, "pointer.json");
    await rename(this.#in(holder.token, "fenced.json"), pointer).catch(ignoreAbsent);
    await this.confirm(holder);
  }

  /** Makes the holder's candidate live. */
  async goLive(holder: Holder, publication: Publication): Promise<void> {
    const pointer = this.#in(holder.token, "pointer.json");
    await this.#moveToLive(holder, pointer, () => fill(pointer, renderPointer(publication)));
    // A restaged version has its file elsewhere.
    if (publication.token !== holder.token) await this.discard(holder.token);
  }

  /** Makes what was live before live again, or nothing. */
  async goBack(holder: Holder, to: Publication | null): Promise<void> {
    const pointer = this.#in(holder.token, "back.json");
    await this.#moveToLive(holder, pointer, async () => {
      await createFile(pointer, renderPointer(to));
      await this.confirm(holder);
    });
    await rmdir(dirname(pointer)).catch(ignoreNotEmpty);
  }

  /** Says that a version must never be live again, before anything of it is removed. */
  async retire(token: number, holder: Holder): Promise<void> {
    await createFile(this.#in(token, "retired.json"), "").catch(ignoreAbsent);
    await this.confirm(holder).catch(async (error: unknown) => {
      await rm(this.#in(token, "retired.json"), { force: true });
      throw error;
    });
  }

  /** Removes a version in one step: no part of it is ever found under its token. */
  async discard(token: number): Promise<void> {
    const folder = versionFolder(this.#folder, token);
    const dropped = `${folder}.dropped-${process.pid}-${process.hrtime.bigint()}`;
    await rename(folder, dropped).then(() => remove(dropped), ignoreAbsent);
  }

  async #moveToLive(holder: Holder, pointer: string, prepare: () => Promise<void>): Promise<void> {
    try {
      await prepare();
      await rename(pointer, livePointer(this.#folder));
    } catch (error) {
      if (hasCode(error, "ENOENT")) throw fenced(holder);
      throw error;
    }
    await syncFolder(this.#folder);
  }

  get #marks(): string {
    return join(this.#folder, "fence");
  }

  #in(token: number, name: string): string {
    return join(versionFolder(this.#folder, token), name);
  }
}

/** Writes into the file that is there, never a new one: it is gone exactly when a higher token took over. */
async function fill(file: string, content: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.truncate();
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function fenced({ token, runId }: Holder): LeaseLost {
  return new LeaseLost(
    `Run ${runId} lost its lease (token ${token}) to a later run. Nothing was published by this run.`,
  );
}

/** Two processes may remove the same folder. */
async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  });
}

function numbered(names: readonly string[]): number[] {
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

function ignoreAbsent(error: unknown): void {
  if (!hasCode(error, "ENOENT")) throw error;
}

function ignoreNotEmpty(error: unknown): void {
  if (!hasCode(error, "ENOTEMPTY") && !hasCode(error, "ENOENT") && !hasCode(error, "EEXIST")) throw error;
}
