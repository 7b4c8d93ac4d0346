import { randomUUID } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { copyFile, mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import lockfile from "proper-lockfile";
import { syncFolder } from "../durable-file.ts";
import { hasCode, JobFailure } from "../failure.ts";
import { type ListedObject, ObjectChanged, type ObjectStore } from "./object-store.ts";

/** What a put has not finished. The name is no data: readers of the lake leave out what starts with a dot. */
const draft = /^\..+\.(draft|lock)$/;

const readBytes = 1024 * 1024;
/** Files looked at together. */
const together = 64;
/** A holder that was killed is noticed after ten seconds; it holds the lock for a few milliseconds. */
const lockTerms = { stale: 10_000, realpath: false, retries: { retries: 300, minTimeout: 10, maxTimeout: 100 } };

/** A folder of a local platform that stands for a bucket: a plain file per object. */
export class FolderStore implements ObjectStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  place(key: string): string {
    return join(this.#root, key);
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    yield* this.#walk(prefix.slice(0, prefix.lastIndexOf("/") + 1), prefix);
  }

  async folders(folder: string): Promise<readonly string[]> {
    const names = await this.#names(folder);
    return names.filter((name) => name.endsWith("/")).map((name) => folder + name);
  }

  async open(key: string, version?: string): Promise<Readable> {
    return Readable.from(this.#content(key, version), { objectMode: false, highWaterMark: readBytes });
  }

  async text(key: string): Promise<string | undefined> {
    try {
      return await readFile(this.#path(key), "utf8");
    } catch (error) {
      if (hasCode(error, "ENOENT")) return undefined;
      throw error;
    }
  }

  async put(key: string, content: string | Readable): Promise<void> {
    await this.#write(key, async (path) => {
      const file = await open(path, "wx");
      try {
        // Not a stream of its own: one that leaves the file open never ends for a pipeline.
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
    });
  }

  async replace(key: string, expected: string | undefined, content: string): Promise<boolean> {
    const path = this.#path(key);
    await mkdir(dirname(path), { recursive: true });
    const name = path.slice(dirname(path).length + 1);
    const lock = { ...lockTerms, lockfilePath: join(dirname(path), `.${name}.lock`) };
    let lost = false;
    const release = await lockfile.lock(path, { ...lock, onCompromised: () => (lost = true) });
    try {
      if ((await this.text(key)) !== expected || lost) return false;
      await this.put(key, content);
      return true;
    } finally {
      if (!lost) await release();
    }
  }

  async copy(from: string, to: string): Promise<void> {
    await this.#write(to, async (path) => {
      await copyFile(this.#path(from), path);
      const file = await open(path, "r");
      await file.sync().finally(() => file.close());
    });
  }

  async remove(key: string): Promise<void> {
    const path = this.#path(key);
    await rm(path, { force: true });
    // As in a bucket, a folder is there while something is in it.
    for (let folder = dirname(path); folder !== this.#root; folder = dirname(folder)) {
      if (!(await removeEmpty(folder))) return;
    }
  }

  async *#content(key: string, version?: string): AsyncIterable<Buffer> {
    const path = this.#path(key);
    const file = await open(path).catch((error: unknown) => {
      throw hasCode(error, "ENOENT") ? new ObjectChanged(key, `${path} is gone.`) : error;
    });
    const same = async () => version === undefined || versionOf(await file.stat({ bigint: true })) === version;
    try {
      if (!(await same())) throw new ObjectChanged(key, `${path} changed since it was listed.`);
      for await (const chunk of file.createReadStream({ highWaterMark: readBytes, autoClose: false })) yield chunk;
      if (!(await same())) throw new ObjectChanged(key, `${path} changed while it was read.`);
    } finally {
      await file.close();
    }
  }

  async #write(key: string, write: (draft: string) => Promise<void>): Promise<void> {
    const path = this.#path(key);
    const folder = dirname(path);
    const unfinished = join(folder, `.${path.slice(folder.length + 1)}.${randomUUID()}.draft`);
    await mkdir(folder, { recursive: true });
    try {
      await write(unfinished);
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    await syncFolder(folder);
  }

  async *#walk(folder: string, prefix: string): AsyncIterable<ListedObject> {
    const names = (await this.#names(folder)).filter((name) => meets(folder + name, prefix));
    for (let start = 0; start < names.length; start += together) {
      const keys = names.slice(start, start + together).map((name) => folder + name);
      const found = await Promise.all(keys.map((key) => (key.endsWith("/") ? key : this.#listed(key))));
      for (const each of found) {
        if (typeof each === "string") yield* this.#walk(each, prefix);
        else if (each) yield each;
      }
    }
  }

  async #listed(key: string): Promise<ListedObject | undefined> {
    try {
      const stats = await stat(this.#path(key), { bigint: true });
      if (!stats.isFile()) return undefined;
      return { key, bytes: Number(stats.size), version: versionOf(stats), modifiedAt: stats.mtime };
    } catch (error) {
      if (hasCode(error, "ENOENT")) return undefined;
      throw error;
    }
  }

  /** Names in a folder, those of folders ending in /, in the order of the keys below them. */
  async #names(folder: string): Promise<string[]> {
    try {
      const entries = await readdir(this.#path(folder), { withFileTypes: true });
      const names = entries.filter(({ name }) => !draft.test(name));
      return names.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
    } catch (error) {
      if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return [];
      throw error;
    }
  }

  #path(key: string): string {
    const path = join(this.#root, key);
    const within = relative(this.#root, path);
    if (within.split(sep)[0] !== "..") return path;
    throw new JobFailure(`The key ${key} leads out of ${this.#root}. A key must stay inside its bucket.`);
  }
}

/** A folder on the way to the prefix, or anything below it. */
function meets(key: string, prefix: string): boolean {
  return key.startsWith(prefix) || (key.endsWith("/") && prefix.startsWith(key));
}

/** Like make and rsync: a file with another size or time of change is another. */
function versionOf({ size, mtimeNs }: BigIntStats): string {
  return `${size}-${mtimeNs}`;
}

async function removeEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch {
    return false;
  }
}
