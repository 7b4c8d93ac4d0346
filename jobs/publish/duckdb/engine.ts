import { join } from "node:path";
import { JobFailure } from "../../failure.ts";
import type {
  Candidate,
  Holder,
  Inspection,
  InspectionTerms,
  Publication,
  PublishEngine,
  Standing,
  Version,
} from "../engine.ts";
import { repairAccess } from "./access.ts";
import {
  beginCandidate,
  copyVersion,
  type DuckDbPlace,
  refuseUnfinished,
  reopenCandidate,
  sealCandidate,
} from "./candidate.ts";
import { withDuckDb } from "./file.ts";
import { FileHistory } from "./history.ts";
import { inspectVersion } from "./inspection.ts";
import { FileLeaseStore } from "./lease.ts";
import { livePointer } from "./live.ts";
import { readRun, type VersionIdentity } from "./run.ts";
import { smokeAs, unmaskedAs } from "./smoke.ts";
import { fenced, Versions } from "./versions.ts";

/** The DuckDB engine: one file per version, and live is a pointer that is replaced atomically. See live.ts for the folders. */
export class DuckDbEngine implements PublishEngine {
  readonly leases: FileLeaseStore;
  readonly history: FileHistory;
  readonly #place: DuckDbPlace;
  readonly #folder: string;
  readonly #versions: Versions;

  constructor(place: DuckDbPlace) {
    const { databases, database, control } = place;
    this.#place = place;
    this.#folder = join(databases, database);
    this.#versions = new Versions(this.#folder, database);
    this.leases = new FileLeaseStore(join(databases, control, "leases", database));
    this.history = new FileHistory(join(databases, control, "history", `${database}.jsonl`));
  }

  async fence(holder: Holder): Promise<Standing> {
    const versions = this.#versions;
    await versions.fence(holder);
    const live = await versions.live();
    if (live) await versions.keepLive(live.token);
    let resumable: Candidate | null = null;
    for (const token of await versions.tokens(holder.token + 1)) {
      const kind = await versions.kindOf(token, live);
      if (kind === "candidate" && token === holder.token) resumable = await this.#own(holder);
      if (token === holder.token) continue;
      if (kind === "candidate") resumable ??= await this.#takeOver(token, holder);
      if (kind === "candidate" || kind === "retired") await versions.discard(token);
    }
    return { live, resumable, previous: await this.#replaced(live) };
  }

  async stands(): Promise<Standing> {
    const live = await this.#versions.live();
    return { live, resumable: null, previous: await this.#replaced(live) };
  }

  async clone(live: Publication | null, { token, runId }: Holder): Promise<Candidate> {
    const identity = { token, runId, clonedUnder: token };
    const location = this.#versions.file(token);
    try {
      await this.#versions.create(identity);
      if (live) await copyVersion(this.#versions.file(live.token), location, live, livePointer(this.#folder));
      await beginCandidate(location, this.#place, identity);
    } catch (error) {
      await this.#versions.discard(token);
      await this.#versions.confirm(identity);
      throw error;
    }
    return { ...identity, location };
  }

  async repair(candidate: Candidate): Promise<void> {
    const { account, database } = this.#place;
    const { location } = candidate;
    await this.#as(candidate, async () => {
      // A version that was live stays as it is, and reads its grants from the account.
      if ((await readRun(location))?.publication) return;
      await withDuckDb(location, "READ_WRITE", (connection) => repairAccess(connection, account, database));
    });
  }

  async inspect(location: string | null, terms: InspectionTerms): Promise<Inspection> {
    return withDuckDb(location ?? (await this.#liveFile()), "READ_ONLY", (connection) =>
      inspectVersion(connection, terms, this.#place.account, this.#place.database),
    );
  }

  async unmasked(location: string | null, role: string, column: string): Promise<number | null> {
    return unmaskedAs(location ?? (await this.#liveFile()), { ...this.#place, role }, column);
  }

  async seal(candidate: Candidate, publication: Publication): Promise<void> {
    await this.#as(candidate, async () => {
      await refuseUnfinished(candidate.location);
      await sealCandidate(candidate.location, identityOf(candidate), publication);
    });
  }

  async swap(candidate: Candidate, to: Publication): Promise<void> {
    await this.#as(candidate, async () => {
      await refuseUnfinished(candidate.location);
      const run = await readRun(candidate.location);
      if (run?.token !== to.token || run.publication === null) {
        throw new Error(`${candidate.location} is not sealed as version ${to.token}, and only that can go live.`);
      }
      const isRestaged = to.token !== candidate.token;
      if (isRestaged && (await this.#versions.kindOf(to.token, null)) !== "replaced") throw gone(to);
      await this.#versions.goLive(candidate, to);
    });
  }

  /** DuckDB has neither tasks nor dynamic tables: a clone suspends nothing. */
  async resume(): Promise<void> {}

  async smoke(role: string, marts: readonly string[]): Promise<void> {
    await smokeAs({ ...this.#place, role }, marts);
  }

  async unswap(live: Publication, holder: Holder): Promise<void> {
    await this.#as(holder, async () => {
      const now = await this.#versions.live();
      if (now?.token !== live.token) throw fenced(holder);
      const [before] = live.previous;
      const to = before ? await this.#publicationOf(before) : null;
      await this.#versions.retire(live.token, holder);
      await this.#versions.goBack(holder, to);
      await this.#versions.discard(live.token);
    });
  }

  async restage(to: Publication, { token, runId }: Holder): Promise<Candidate> {
    await this.#as({ token, runId }, async () => {
      await this.#publicationOf(to);
      await this.#versions.create({ token, runId });
    });
    return { token, runId, location: this.#versions.file(to.token), clonedUnder: to.token };
  }

  async drop({ token }: Candidate): Promise<void> {
    const live = await this.#versions.live();
    if ((await this.#versions.kindOf(token, live)) === "candidate") await this.#versions.discard(token);
  }

  async retire(kept: readonly Version[], holder: Holder): Promise<readonly Version[]> {
    const live = await this.#versions.live();
    const retired: Version[] = [];
    for (const version of await this.#replaced(live)) {
      if (version.token > holder.token || kept.some(({ token }) => token === version.token)) continue;
      await this.#versions.retire(version.token, holder);
      await this.#versions.discard(version.token);
      retired.push(versionOf(version));
    }
    return retired;
  }

  async close(): Promise<void> {}

  /** Whatever fails for a holder who was fenced meanwhile, failed because of that. */
  async #as(holder: Holder, work: () => Promise<void>): Promise<void> {
    await this.#versions.confirm(holder);
    try {
      await work();
    } catch (error) {
      await this.#versions.confirm(holder);
      throw error;
    }
  }

  /** The candidate that an earlier fence of this very attempt took over. */
  async #own({ token, runId }: Holder): Promise<Candidate | null> {
    const location = this.#versions.file(token);
    const run = await readRun(location);
    return run?.token === token && run.runId === runId ? { ...identityOf(run), location } : null;
  }

  /** The candidate of an earlier attempt of this run, under this attempt's token. Null when it cannot be gone on with. */
  async #takeOver(token: number, holder: Holder): Promise<Candidate | null> {
    const run = await readRun(this.#versions.file(token));
    // A clone that was cut short still has the identity of the version that it copies.
    const isCopy = run !== null && run.publication !== null && run.token !== token;
    if (run === null || isCopy || run.runId !== holder.runId) return null;
    const location = this.#versions.file(holder.token);
    const identity = { token: holder.token, runId: holder.runId, clonedUnder: run.clonedUnder };
    await this.#versions.move(token, holder);
    try {
      await reopenCandidate(location, this.#place, identity);
    } catch {
      // The former attempt still has the file open, or left it broken: this one starts over.
      await this.#versions.discard(holder.token);
      return null;
    }
    await this.#versions.reopen(holder);
    return { ...identity, location };
  }

  async #liveFile(): Promise<string> {
    const live = await this.#versions.live();
    if (live) return this.#versions.file(live.token);
    throw new JobFailure(`${this.#place.database} has not been published yet. Publish it first.`);
  }

  async #replaced(live: Publication | null): Promise<Publication[]> {
    const found: Publication[] = [];
    for (const token of await this.#versions.tokens(Number.POSITIVE_INFINITY)) {
      if ((await this.#versions.kindOf(token, live)) !== "replaced") continue;
      const run = await readRun(this.#versions.file(token));
      if (run?.publication && run.token === token) found.push(run.publication);
    }
    return found;
  }

  async #publicationOf(version: Version): Promise<Publication> {
    const run = await readRun(this.#versions.file(version.token));
    if (run?.publication && run.runId === version.runId) return run.publication;
    throw gone(version);
  }
}

function gone({ token, runId }: Version): JobFailure {
  return new JobFailure(
    `Version ${token} of run ${runId} cannot go live again: its file is not there, or not whole. Choose another one.`,
  );
}

function identityOf({ token, runId, clonedUnder }: VersionIdentity): VersionIdentity {
  return { token, runId, clonedUnder };
}

function versionOf({ token, runId, publishedAt }: Version): Version {
  return { token, runId, publishedAt };
}
