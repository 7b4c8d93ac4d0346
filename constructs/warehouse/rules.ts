import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import type { DatabaseConfig, FunctionalRoleConfig } from "./config.ts";

interface Declared {
  readonly roles: Readonly<Record<string, FunctionalRoleConfig>>;
  readonly databases: Readonly<Record<string, DatabaseConfig>>;
  readonly warehouses: Readonly<Record<string, unknown>>;
}

/** What a functional role reads, writes and uses must be declared. */
export function* referenceBreaches(config: Declared): Iterable<Breach> {
  const kinds = {
    reads: { kind: "database", known: () => config.databases },
    writes: { kind: "database", known: () => config.databases },
    uses: { kind: "warehouse", known: () => config.warehouses },
  } as const;
  yield* each(config.roles, function* (role, name) {
    for (const list of ["reads", "writes", "uses"] as const) {
      yield* each([kinds[list]], function* ({ kind, known }) {
        const names = Object.keys(known());
        yield* each(role[list], function* (target, index) {
          if (names.includes(target)) return;
          yield {
            path: ["roles", name, list, index],
            rule: `it must be a ${kind} of this environment (${names.join(", ") || "there is none"})`,
            remedy: names.length > 0 ? `Name one of them or declare the ${kind}` : `Declare the ${kind}`,
          };
        });
      });
    }
  });
}

/** A swap exchanges owners, so both sides have the same one: the one role that writes the database. */
export function* ownerBreaches(config: Declared): Iterable<Breach> {
  yield* each(config.databases, function* ({ publishedBySwap }, name) {
    if (!publishedBySwap) return;
    const writers = Object.keys(config.roles).filter((role) => config.roles[role]?.writes.includes(name));
    if (writers.length === 1) return;
    yield {
      path: ["databases", name, "publishedBySwap"],
      also: writers.map((role) => ["roles", role, "writes"]),
      rule: `exactly one role must write a database that is published by swap, and ${writers.join(" and ") || "none"} ${writers.length > 1 ? "do" : "does"}`,
      remedy: writers.length > 1 ? "Leave it in the writes of one" : "Add it to the writes of the role that publishes",
    };
  });
}
