import type { Holder, PublishEngine } from "./engine.ts";
import type { LeaseRecord, LeaseStore } from "./lease-store.ts";

/**
 * An engine that has no statements to print: it prints each step of the protocol as it would be taken, and takes none that
 * changes anything. What is looked into is what is live, of which a candidate would be a copy.
 */
export function dryRunEngine(engine: PublishEngine, log: (line: string) => void): PublishEngine {
  const step = (name: string, what: string) => log(`${name}: ${what}`);
  const candidate = (holder: Holder) => ({
    ...holder,
    location: `candidate of token ${holder.token}`,
    clonedUnder: holder.token,
  });
  return {
    leases: dryRunLeases(engine.leases, step),
    history: {
      append: async (entry) => step("history", `record run ${entry.runId} as ${entry.outcome}`),
      entries: (limit) => engine.history.entries(limit),
    },
    fence: async (holder) => {
      step("fence", `no candidate of a token before ${holder.token} can go live; drop what is left half built`);
      return engine.stands();
    },
    stands: () => engine.stands(),
    clone: async (live, holder) => {
      step("clone", live ? `copy version ${live.token} of run ${live.runId}` : "start empty");
      return candidate(holder);
    },
    repair: async ({ location }) => step("repair", `put back the grants that ${location} lacks`),
    inspect: async (_, terms) => {
      step("inspect", `count, and compare with the contract: ${terms.marts.join(", ")}`);
      return engine.inspect(null, terms);
    },
    unmasked: async (_, role, column) => {
      step("inspect", `read ${column} as ${role}`);
      return engine.unmasked(null, role, column);
    },
    seal: async ({ location }, { token }) => step("seal", `mark ${location} as version ${token}`),
    swap: async ({ location }, { token }) => step("swap", `make ${location} live as version ${token}, in one step`),
    resume: async () => step("resume", "start in live what its clone suspended"),
    smoke: async (role, marts) => step("smoke", `query ${marts.join(", ")} as ${role}`),
    unswap: async ({ token }) => step("unswap", `take version ${token} back`),
    restage: async (to, holder) => {
      step("restage", `make version ${to.token} of run ${to.runId} the candidate`);
      return candidate(holder);
    },
    drop: async ({ location }) => step("drop", `remove ${location}`),
    retire: async (kept) => {
      const names = kept.map(({ token }) => token).join(", ") || "none";
      step("retire", `remove the replaced versions but for: ${names}`);
      return [];
    },
    close: () => engine.close(),
  };
}

function dryRunLeases(leases: LeaseStore, step: (name: string, what: string) => void): LeaseStore {
  let taken: LeaseRecord | null = null;
  return {
    take: async (owner, seconds) => {
      const now = await leases.current();
      if (now && !now.released && now.secondsLeft > 0 && now.owner !== owner) return { taken: false, lease: now };
      step("lease", `take token ${(now?.token ?? 0) + 1} for ${seconds} s`);
      const at = new Date();
      const expiresAt = new Date(at.getTime() + seconds * 1000).toISOString();
      const times = { acquiredAt: at.toISOString(), expiresAt, secondsLeft: seconds };
      taken = { token: (now?.token ?? 0) + 1, owner, holder: "dry run", released: false, ...times };
      return { taken: true, lease: taken };
    },
    current: async () => taken ?? (await leases.current()),
    renew: async () => taken,
    release: async () => {
      step("lease", "give it back");
      return true;
    },
  };
}
