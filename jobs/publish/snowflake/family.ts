import { JobFailure } from "../../failure.ts";
import type { Candidate, Holder, Publication } from "../engine.ts";
import { LeaseLost } from "../lease.ts";
import type { Client } from "./client.ts";
import { stopLeftRunning } from "./left-running.ts";
import { asideName, candidateName, type FamilyMember, memberOf, previousName } from "./names.ts";
import { publicationOf, readRunRow } from "./run-row.ts";
import { isAbsent } from "./session.ts";
import { dropDatabase, type RunRow, renameDatabase, showFamily, writeRun } from "./statements.ts";

/** The databases of one published database: what they are by name, whose they are by the row inside. */
export class Family {
  readonly live: string;
  readonly #client: Client;
  readonly #owner: string;
  #serial = 0;

  constructor(client: Client, live: string, owner: string) {
    this.#client = client;
    this.live = live;
    this.#owner = owner;
  }

  /** All that stand now. Refuses a database that belongs to another role: what is inside it cannot be known. */
  async members(): Promise<FamilyMember[]> {
    const rows = await this.#client.run(showFamily(this.live));
    const known = rows.flatMap((row) => {
      const member = memberOf(this.live, String(row.name));
      return member ? [{ member, owner: String(row.owner) }] : [];
    });
    const stranger = known.find(({ owner }) => owner !== this.#owner);
    if (stranger) {
      throw new JobFailure(
        `${stranger.member.name} is owned by ${stranger.owner}; both sides of a swap must be owned by ${this.#owner}. ` +
          `Hand it over: GRANT OWNERSHIP ON DATABASE ${stranger.member.name} TO ROLE ${this.#owner} COPY CURRENT GRANTS.`,
      );
    }
    if (known.some(({ member }) => member.kind === "live")) return known.map(({ member }) => member);
    throw new JobFailure(
      `The database ${this.live} does not exist, or ${this.#owner} has no right on it. Deploy the environment.`,
    );
  }

  async liveRow(): Promise<RunRow | null> {
    return readRunRow(this.#client, this.live);
  }

  async livePublication(): Promise<Publication | null> {
    const row = await this.liveRow();
    return row && publicationOf(this.live, row);
  }

  /** The replaced versions, newest first. */
  async previous(members: readonly FamilyMember[]): Promise<Publication[]> {
    const found: Publication[] = [];
    for (const { name, kind, token } of members) {
      const row = kind === "previous" && token > 0 ? await readRunRow(this.#client, name) : null;
      if (row) found.push(publicationOf(name, row));
    }
    return found.sort((a, b) => b.token - a.token);
  }

  /**
   * Renames every candidate, and everything that older holders put aside, to names of this holder: a swap that is still
   * on its way names nothing from then on. Returns the new names.
   */
  async putAside(holder: Holder): Promise<FamilyMember[]> {
    for (let round = 0; round < maxRounds; round++) {
      const members = await this.members();
      const newer = members.find(({ kind, token }) => kind !== "live" && kind !== "previous" && token > holder.token);
      if (newer) throw new LeaseLost(`A later run put ${newer.name} there. Nothing was published by this run.`);
      const open = members.filter(
        ({ kind, token }) => isOpen(kind) && (kind === "candidate" || token !== holder.token),
      );
      if (open.length === 0) return members.filter(({ kind }) => kind === "aside");
      for (const { name, of } of open) await this.setAside(name, of, holder);
    }
    throw new JobFailure(`The databases of ${this.live} are renamed by something else. Look with: publish status`);
  }

  /**
   * Decides, by the row inside, about a database that was put aside: dropped when it never was live, kept as a replaced
   * version when it was, and handed to the holder when the same run left it half built.
   */
  async sortOut(aside: FamilyMember, holder: Holder, live: RunRow | null): Promise<Candidate | null> {
    const row = await readRunRow(this.#client, aside.name);
    switch (kindOf(aside, row, live)) {
      case "version":
        await this.keep(aside.name, row?.token ?? 0);
        return null;
      case "unfinished":
        if (row?.runId === holder.runId && row.clonedFrom === (live?.token ?? null))
          return this.#adopt(aside, row, holder);
    }
    await this.#client.run(dropDatabase(aside.name));
    return null;
  }

  /** Gives a replaced version, which was put aside, its name; a second copy of the same version is dropped. */
  async keep(aside: string, token: number): Promise<void> {
    const wanted = previousName(this.live, token);
    const taken = (await this.members()).some((member) => member.name === wanted);
    await this.#client.run(taken ? dropDatabase(aside) : renameDatabase(aside, wanted));
  }

  /** Renames to a name that only this holder uses, and returns it; null when there is nothing of that name any more. */
  async setAside(name: string, of: number, { token }: Holder): Promise<string | null> {
    this.#serial += 1;
    const aside = asideName(this.live, token, of, this.#serial);
    try {
      await this.#client.run(renameDatabase(name, aside));
      return aside;
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  /** First the row, then the name: whichever of the two a later attempt finds changed, the row says that it is unfinished. */
  async #adopt(aside: FamilyMember, row: RunRow, holder: Holder): Promise<Candidate> {
    await stopLeftRunning(this.#client, this.live, holder.runId);
    const location = candidateName(this.live, holder.token);
    await this.#client.run(writeRun(aside.name, { ...row, token: holder.token, state: "BUILDING", publication: null }));
    await this.#client.run(renameDatabase(aside.name, location));
    return { ...holder, location, clonedUnder: row.clonedUnder };
  }
}

/** Renames race with those of a holder that is about to lose: each round leaves fewer. */
const maxRounds = 5;

function isOpen(kind: FamilyMember["kind"]): boolean {
  return kind === "candidate" || kind === "aside";
}

/**
 * What a database that was a candidate holds. A candidate goes live under the name of its own token, and only sealed. So a
 * sealed row with that token never was live; with another token it came into the name by a swap, and was; with live's
 * token it is a clone of live that was not marked yet. Without a row it is what a deploy made, or a clone of that.
 */
function kindOf(aside: FamilyMember, row: RunRow | null, live: RunRow | null): "version" | "unfinished" | "copy" {
  if (row === null) return live === null ? "copy" : "version";
  if (row.token === live?.token) return "copy";
  if (row.state === "BUILDING" || row.token === aside.of) return "unfinished";
  return "version";
}
