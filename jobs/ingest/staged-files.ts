import { createReadStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import type { ObjectStore } from "../lake/object-store.ts";
import { keyOf } from "../lake-layout.ts";
import { stagedName } from "../lake-staging.ts";

/**
 * Files of a run on their way into a dataset's day: written below `_staging/` first, released to their place when all are
 * there, and named by the manifest last. Whatever a killed run leaves, no manifest names, and its staged twin tells
 * maintenance of it.
 */
export class StagedFiles {
  readonly #store: ObjectStore;
  readonly #dataset: string;
  readonly #runId: string;
  readonly #staged: { readonly ingestDate: string; readonly name: string }[] = [];

  constructor(store: ObjectStore, dataset: string, runId: string) {
    this.#store = store;
    this.#dataset = dataset;
    this.#runId = runId;
  }

  /** Puts a local file under its staged name, and removes it here. */
  async stage(ingestDate: string, name: string, path: string): Promise<{ readonly bytes: number }> {
    const { size: bytes } = await stat(path);
    await this.#store.put(this.#stagedKey(ingestDate, name), createReadStream(path));
    this.#staged.push({ ingestDate, name });
    await rm(path);
    return { bytes };
  }

  /** Copies every staged file to its place. */
  async release(): Promise<void> {
    for (const { ingestDate, name } of this.#staged) {
      await this.#store.copy(this.#stagedKey(ingestDate, name), this.#placedKey(ingestDate, name));
    }
  }

  /**
   * Notes that a file of the day is about to be replaced. Readers that follow the manifest before may be reading it still,
   * so maintenance removes it when the note has its age, unless a manifest names it then.
   */
  async retire(ingestDate: string, names: readonly string[]): Promise<void> {
    for (const name of names) await this.#store.put(this.#stagedKey(ingestDate, name), "");
  }

  /** Removes files of the day that are retired and that nobody reads. */
  async drop(ingestDate: string, names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.#store.remove(this.#placedKey(ingestDate, name));
      await this.#store.remove(this.#stagedKey(ingestDate, name));
    }
  }

  /** After the manifest names them: what lies below `_staging/` of them goes. */
  async clear(): Promise<void> {
    for (const { ingestDate, name } of this.#staged.splice(0)) {
      await this.#store.remove(this.#stagedKey(ingestDate, name));
    }
  }

  /** Nothing of it is to be read by anyone: both what was staged and what was released goes. */
  async discard(): Promise<void> {
    for (const { ingestDate, name } of this.#staged) await this.#store.remove(this.#placedKey(ingestDate, name));
    await this.clear();
  }

  #placedKey(ingestDate: string, file: string): string {
    return keyOf({ kind: "data", dataset: this.#dataset, ingestDate, file });
  }

  #stagedKey(ingestDate: string, name: string): string {
    const file = stagedName(ingestDate, name);
    return keyOf({ kind: "staged", dataset: this.#dataset, runId: this.#runId, file });
  }
}
