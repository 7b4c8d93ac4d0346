import { setTimeout as sleep } from "node:timers/promises";
import { JobFailure } from "../failure.ts";
import type { LeaseRecord, LeaseStore } from "./lease-store.ts";

/** Thrown to whoever still works under a lease that another run has taken or that has run out. */
export class LeaseLost extends JobFailure {
  override name = "LeaseLost";
}

/** The right to change what is live. Held from {@link acquireLease} until released, lost, or not renewed in time. */
export interface Lease {
  readonly token: number;
  readonly owner: string;
  /** Aborts with {@link LeaseLost} as soon as a renewal finds the lease lost. */
  readonly lost: AbortSignal;
  /** Seconds until the lease expires, by the store's clock at the last look and this machine's since. */
  secondsLeft(): number;
  /** Asks the store. Throws {@link LeaseLost} unless the lease is still held now. */
  confirm(): Promise<void>;
  release(): Promise<void>;
}

export interface LeaseTerms {
  /** Run id. */
  readonly owner: string;
  /** Seconds after which a lease that is not renewed expires. */
  readonly seconds: number;
}

/**
 * Takes the lease and renews it until it is released, or throws a {@link JobFailure} that names its holder. It only keeps
 * runs out of one another's way: that no late run changes what is live is the engine's fence.
 */
export async function acquireLease(store: LeaseStore, { owner, seconds }: LeaseTerms): Promise<Lease> {
  const { taken, lease } = await store.take(owner, seconds);
  if (!taken) throw heldBy(lease);
  const lost = new AbortController();
  const ended = new AbortController();
  let expiresAt = expiryOf(lease);

  const renewals = (async () => {
    while (!ended.signal.aborted) {
      await sleep((seconds * 1000) / 3, undefined, { ref: false, signal: ended.signal }).catch(() => undefined);
      if (ended.signal.aborted) return;
      const renewed = await renewOnce(store, lease.token, seconds);
      if (renewed === "unknown") continue;
      if (renewed === null) throw await lostTo(store, lease);
      expiresAt = expiryOf(renewed);
    }
  })().catch((error: unknown) => lost.abort(error));

  return {
    token: lease.token,
    owner,
    lost: lost.signal,
    secondsLeft: () => (expiresAt - performance.now()) / 1000,
    confirm: async () => {
      const current = await store.current();
      if (!current || current.token !== lease.token || current.released || current.secondsLeft <= 0) {
        throw describeLost(current, lease);
      }
    },
    release: async () => {
      ended.abort();
      await renewals;
      await store.release(lease.token);
    },
  };
}

/** A renewal that a lost connection left open is tried again a third of the term later, when two thirds are left. */
async function renewOnce(store: LeaseStore, token: number, seconds: number): Promise<LeaseRecord | null | "unknown"> {
  try {
    return await store.renew(token, seconds);
  } catch {
    return "unknown";
  }
}

/** On this machine's monotonic clock, which no time synchronization moves. */
function expiryOf({ secondsLeft }: LeaseRecord): number {
  return performance.now() + secondsLeft * 1000;
}

async function lostTo(store: LeaseStore, lease: LeaseRecord): Promise<LeaseLost> {
  return describeLost(await store.current(), lease);
}

function describeLost(current: LeaseRecord | null, { token }: LeaseRecord): LeaseLost {
  const why = () => {
    if (current === null) return "its record is gone";
    if (current.token !== token) return `run ${current.owner} took it with token ${current.token}`;
    if (current.released) return "it was broken";
    return `it ran out at ${current.expiresAt} before it was renewed`;
  };
  return new LeaseLost(`The lease with token ${token} is lost: ${why()}. Nothing was published by this run.`);
}

function heldBy({ owner, holder, expiresAt }: LeaseRecord): JobFailure {
  return new JobFailure(
    `The lease is held by run ${owner} (${holder}) until ${expiresAt}. One run publishes at a time: wait for it to ` +
      "end, or until then if it was killed; a run that is gone for good is ended with: publish lease break",
  );
}
