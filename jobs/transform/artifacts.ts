import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { JobFailure } from "../failure.ts";
import type { ObjectStore } from "../lake/object-store.ts";

/** What one attempt of a run builds with: the next one goes on with its results only where all of this is the same. */
const attempt = z.strictObject({
  version: z.literal(1),
  /** The token of the attempt, by which a version that goes live is known. */
  token: z.int(),
  /** The candidate, by the token that it was cloned under. Another clone of the same run has another. */
  clonedUnder: z.int(),
  /** Fingerprint of the project's files. */
  project: z.string(),
  /** Names and values of the variables that decide what is built. */
  variables: z.record(z.string(), z.unknown()),
  slim: z.boolean(),
  at: z.iso.datetime(),
});
export type Attempt = z.output<typeof attempt>;

/** `current.json`: the manifest of what is live. */
const current = z.strictObject({
  version: z.literal(1),
  runId: z.string(),
  token: z.int(),
  manifest: z.string(),
  at: z.iso.datetime(),
});
export type CurrentPointer = z.output<typeof current>;

/** What dbt leaves in its target folder, and the list of files that it read; each is kept where it is there. */
const kept = ["manifest.json", "run_results.json", "sources.json"] as const;
export type Artifact = (typeof kept)[number] | "silver-files.json";

/**
 * dbt's artifacts in the store of artifacts:
 *
 *     dbt/<project>/runs/<run id>/<attempt>/attempt.json     written before dbt starts: what it builds with
 *     dbt/<project>/runs/<run id>/<attempt>/manifest.json    … run_results.json, sources.json, silver-files.json
 *     dbt/<project>/current.json                             the manifest of what is live
 *
 * Nothing under runs/ is ever written again: a further attempt of a run has a folder of its own.
 */
export class DbtArtifacts {
  readonly #store: ObjectStore;
  readonly #root: string;

  constructor(store: ObjectStore, project: string) {
    this.#store = store;
    this.#root = `dbt/${project}`;
  }

  /** Folders of the attempts of a run, oldest first. */
  async attempts(runId: string): Promise<readonly string[]> {
    const folders = await this.#store.folders(`${this.#root}/runs/${runId}/`);
    return folders.toSorted();
  }

  /** Opens the folder of a new attempt. */
  async begin(runId: string, before: readonly string[], what: Omit<Attempt, "version" | "at">): Promise<string> {
    const number = String(before.length + 1).padStart(4, "0");
    const folder = `${this.#root}/runs/${runId}/${number}/`;
    const content: Attempt = { version: 1, ...what, at: new Date().toISOString() };
    const mine = await this.#store.replace(`${folder}attempt.json`, undefined, JSON.stringify(content, null, 2));
    if (mine) return folder;
    throw new JobFailure(
      `${this.#store.place(folder)} is of another attempt of run ${runId}, started at the same time. Run the job again.`,
    );
  }

  /** Null where the folder holds none, or one that another version of the program wrote. */
  async readAttempt(folder: string): Promise<Attempt | null> {
    const text = await this.#store.text(`${folder}attempt.json`);
    const read = attempt.safeParse(text === undefined ? undefined : JSON.parse(text));
    return read.success ? read.data : null;
  }

  async read(folder: string, artifact: Artifact): Promise<string | undefined> {
    return this.#store.text(`${folder}${artifact}`);
  }

  /** Saves what dbt left, once it has ended, and how it ended. */
  async save(folder: string, target: string, results: string | null): Promise<void> {
    for (const name of kept) {
      const file = join(target, name);
      if (name === "run_results.json") {
        if (results !== null) await this.#store.put(`${folder}${name}`, results);
      } else if (existsSync(file)) await this.#store.put(`${folder}${name}`, createReadStream(file));
    }
  }

  async saveSilverFiles(folder: string, content: string): Promise<void> {
    await this.#store.put(`${folder}silver-files.json`, content);
  }

  /** The manifest of what is live, or undefined before the first publish. */
  async liveManifest(): Promise<{ readonly pointer: CurrentPointer; readonly manifest: string } | undefined> {
    const key = `${this.#root}/current.json`;
    const text = await this.#store.text(key);
    // One that another version of the program wrote is of no use, and no reason to fail: everything is built then.
    const pointer = current.safeParse(text === undefined ? undefined : JSON.parse(text)).data;
    if (pointer === undefined) return undefined;
    const manifest = await this.#store.text(pointer.manifest);
    return manifest === undefined ? undefined : { pointer, manifest };
  }

  /**
   * Names the manifest of a version that is live now. Where no attempt is known to have built it there is none to compare
   * with, which is better than another version's.
   */
  async advance({ runId, token }: { readonly runId: string; readonly token: number }): Promise<void> {
    const key = `${this.#root}/current.json`;
    const folder = await this.#attemptOf(runId, token);
    if (folder === undefined) return this.#store.remove(key);
    const at = new Date().toISOString();
    const pointer: CurrentPointer = { version: 1, runId, token, manifest: `${folder}manifest.json`, at };
    await this.#store.put(key, JSON.stringify(pointer, null, 2));
  }

  async #attemptOf(runId: string, token: number): Promise<string | undefined> {
    for (const folder of (await this.attempts(runId)).toReversed()) {
      if ((await this.readAttempt(folder))?.token === token) return folder;
    }
    return undefined;
  }
}

/**
 * Makes the manifest of a version the one that Slim builds compare with: after its swap, after a rollback to it, and by
 * whoever completes a publish that was cut short. Repeating it is safe.
 */
export async function advanceCurrent(
  artifacts: ObjectStore,
  project: string,
  version: { readonly runId: string; readonly token: number },
): Promise<void> {
  await new DbtArtifacts(artifacts, project).advance(version);
}
