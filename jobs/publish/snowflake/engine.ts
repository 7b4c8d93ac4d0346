import { JobFailure } from "../../failure.ts";
import type { AccessTerms } from "../audit-access.ts";
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
import type { HistoryStore } from "../history.ts";
import { LeaseLost } from "../lease.ts";
import type { LeaseStore } from "../lease-store.ts";
import type { Client } from "./client.ts";
import { Family } from "./family.ts";
import { databaseGrants, repairGrants } from "./grants.ts";
import { HistoryTable } from "./history-table.ts";
import { inspectDatabase, numberOf } from "./inspect.ts";
import { LeaseTable } from "./lease-table.ts";
import { candidateName, notCandidate, previousName, tableIn } from "./names.ts";
import { publicationOf, readRunRow } from "./run-row.ts";
import { isAbsent, isForbidden } from "./session.ts";
import {
  cloneDatabase,
  countUnmasked,
  createRunTable,
  dropDatabase,
  queryOne,
  type RunRow,
  renameDatabase,
  swapDatabases,
  writeRun,
} from "./statements.ts";
import { moveRunners } from "./suspensions.ts";

export interface SnowflakeTerms {
  readonly database: string;
  readonly control: { readonly database: string; readonly schema: string };
  /** The role that owns both sides of a swap. */
  readonly role: string;
  readonly access: AccessTerms;
}

/**
 * The Snowflake engine: versions are zero-copy clones, and live changes by one SWAP. What the databases are called, and why
 * that is the fence, is told in names.ts.
 */
export class SnowflakeEngine implements PublishEngine {
  readonly leases: LeaseStore;
  readonly history: HistoryStore;
  readonly #client: Client;
  readonly #live: string;
  readonly #family: Family;
  readonly #terms: SnowflakeTerms;

  constructor(client: Client, terms: SnowflakeTerms) {
    this.#client = client;
    this.#live = terms.database;
    this.#terms = terms;
    this.#family = new Family(client, terms.database, terms.role);
    this.leases = new LeaseTable(client, terms.control, terms.database);
    this.history = new HistoryTable(client, terms.control, terms.database);
  }

  async fence(holder: Holder, secondsLeft: () => number): Promise<Standing> {
    this.#client.bound(secondsLeft);
    const aside = await this.#family.putAside(holder);
    // Only now: until every candidate was renamed, a swap could still come in.
    const live = await this.#family.liveRow();
    let resumable: Candidate | null = null;
    for (const member of aside) {
      const mine = await this.#family.sortOut(member, holder, live);
      if (mine) resumable = mine;
    }
    return { ...(await this.stands()), resumable };
  }

  async stands(): Promise<Standing> {
    const members = await this.#family.members();
    const live = await this.#family.livePublication();
    return { live, resumable: null, previous: await this.#family.previous(members) };
  }

  async clone(live: Publication | null, holder: Holder): Promise<Candidate> {
    const location = candidateName(this.#live, holder.token);
    await this.#client.run(cloneDatabase(this.#live, location));
    if (live === null) for (const statement of createRunTable(location)) await this.#client.run(statement);
    const identity = { ...holder, clonedUnder: holder.token };
    const row = { ...identity, state: "BUILDING", clonedFrom: live?.token ?? null, publication: null } as const;
    await this.#client.run(writeRun(location, row));
    return { ...identity, location };
  }

  async repair({ location }: Candidate): Promise<void> {
    const ofLive = await databaseGrants(this.#client, this.#live);
    for (const statement of repairGrants(this.#terms.access, location, ofLive)) await this.#client.run(statement);
  }

  async inspect(location: string | null, terms: InspectionTerms): Promise<Inspection> {
    return inspectDatabase(this.#client, location ?? this.#live, this.#live, terms);
  }

  async unmasked(location: string | null, role: string, path: string): Promise<number | null> {
    const [schema = "", table = "", column = ""] = path.split(".");
    try {
      const statement = countUnmasked(tableIn(location ?? this.#live, `${schema}.${table}`), column);
      return await numberOf(this.#client, statement, role);
    } catch (error) {
      if (isForbidden(error)) return null;
      throw error;
    }
  }

  async seal({ location, ...identity }: Candidate, publication: Publication): Promise<void> {
    // What asks as readers after the swap must not fail for want of a sign-in only then.
    for (const { role } of this.#terms.access.readers) await this.#client.signIn(role);
    const row = { ...identity, state: "SEALED", clonedFrom: publication.previous[0]?.token ?? null } as const;
    await this.#client.run(writeRun(location, { ...row, publication: JSON.stringify(publication) }));
  }

  async swap(candidate: Candidate): Promise<void> {
    await this.#swapOnce(candidate.location);
    await this.#nameReplaced(candidate);
  }

  async resume(): Promise<void> {
    const replaced = (await this.#family.members()).filter(({ kind }) => kind === "previous");
    await moveRunners(
      this.#client,
      this.#live,
      replaced.map(({ name }) => name),
    );
  }

  async smoke(role: string, marts: readonly string[]): Promise<void> {
    for (const mart of marts) {
      try {
        await this.#client.run(queryOne(tableIn(this.#live, mart)), role);
      } catch (error) {
        if (!isForbidden(error)) throw error;
        const why = error instanceof Error ? error.message : String(error);
        throw new JobFailure(`${role} cannot read ${mart} of ${this.#live}: ${why}`);
      }
    }
  }

  async unswap(live: Publication, holder: Holder): Promise<void> {
    const before = previousName(this.#live, live.previous[0]?.token ?? 0);
    const location = candidateName(this.#live, holder.token);
    await this.#client.run(renameDatabase(before, location));
    // As before every swap: after the candidate has its name, so that who takes the lease from here on renames it.
    await this.#confirm(holder).catch(async (error: unknown) => {
      if (error instanceof LeaseLost) await this.#dropUnless(location, holder, async () => true);
      throw error;
    });
    await this.#swapOnce(location);
    await this.#dropUnless(location, holder, async (row) => row?.token !== live.token);
  }

  async restage(to: Publication, holder: Holder): Promise<Candidate> {
    const location = candidateName(this.#live, holder.token);
    await this.#client.run(renameDatabase(previousName(this.#live, to.token), location));
    const row = await readRunRow(this.#client, location);
    if (row === null || publicationOf(location, row).token !== to.token) {
      throw new JobFailure(`${location} does not hold version ${to.token} but ${row?.token ?? "none"}. Run it again.`);
    }
    await this.#client.run(writeRun(location, { ...row, publication: JSON.stringify(to) }));
    return { ...holder, location, clonedUnder: row.clonedUnder };
  }

  async drop({ location, ...holder }: Candidate): Promise<void> {
    await this.#dropUnless(location, holder, async (row) => {
      if (row === null || row.state !== "SEALED" || row.token === holder.token) return false;
      // Only now: until the candidate was renamed, a swap could still come in.
      return row.token !== (await this.#family.liveRow())?.token;
    });
  }

  async retire(kept: readonly Version[], holder: Holder): Promise<readonly Version[]> {
    const retired: Version[] = [];
    for (const { name, kind, token } of await this.#family.members()) {
      if (kind !== "previous" || kept.some((version) => version.token === token)) continue;
      const aside = await this.#family.setAside(name, notCandidate, holder);
      if (aside === null) continue;
      const row = await readRunRow(this.#client, aside);
      // Who took the lease before this looks for the version where it was; who takes it after this finds it put aside.
      await this.#confirm(holder).catch(async (error: unknown) => {
        if (error instanceof LeaseLost) await this.#family.keep(aside, row?.token ?? 0);
        throw error;
      });
      await this.#client.run(dropDatabase(aside)).catch((error: unknown) => {
        throw isAbsent(error) ? new LeaseLost(`A later run took ${aside} away, and keeps it.`) : error;
      });
      if (row) retired.push({ token, runId: row.runId, publishedAt: publicationOf(aside, row).publishedAt });
    }
    return retired;
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #swapOnce(location: string): Promise<void> {
    try {
      await this.#client.run(swapDatabases(this.#live, location));
    } catch (error) {
      if (isAbsent(error)) throw new LeaseLost(`A later run took ${location} away. Nothing was published by this run.`);
      throw error;
    }
  }

  /** After the swap the candidate's name holds what was live: named for what it is, nothing can swap it back by that name. */
  async #nameReplaced({ location, ...holder }: Candidate): Promise<void> {
    const aside = await this.#family.setAside(location, holder.token, holder);
    if (aside === null) throw new LeaseLost(`The swap with ${location} was done, and a later run goes on from there.`);
    const row = await readRunRow(this.#client, aside);
    await this.#family.keep(aside, row?.token ?? 0);
  }

  /** A drop by the candidate's name could hit what a swap put there meanwhile: it gets a name of its own before it is looked into. */
  async #dropUnless(
    location: string,
    holder: Holder,
    isVersion: (row: RunRow | null) => Promise<boolean>,
  ): Promise<void> {
    const aside = await this.#family.setAside(location, holder.token, holder);
    if (aside === null) return;
    const row = await readRunRow(this.#client, aside);
    if (await isVersion(row)) await this.#family.keep(aside, row?.token ?? 0);
    else await this.#client.run(dropDatabase(aside));
  }

  async #confirm({ token }: Holder): Promise<void> {
    const lease = await this.leases.current();
    if (lease?.token === token && !lease.released && lease.secondsLeft > 0) return;
    throw new LeaseLost(`The lease with token ${token} is lost. Nothing more was changed by this run.`);
  }
}
