import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import type { DatabaseConfig, FunctionalRoleConfig, ServiceUserConfig } from "./config.ts";
import type { GovernanceConfig } from "./governance-config.ts";
import { placeOf } from "./places.ts";

interface Declared {
  readonly roles: Readonly<Record<string, FunctionalRoleConfig>>;
  readonly databases: Readonly<Record<string, DatabaseConfig>>;
  readonly users: Readonly<Record<string, ServiceUserConfig>>;
  readonly governance?: GovernanceConfig | undefined;
}

export function* governanceBreaches(config: Declared): Iterable<Breach> {
  for (const judge of [homes, needed, classes, rowRoles, publishers]) yield* each([judge], (rule) => rule(config));
}

/** Policies and rules lie where no swap reaches them. */
function* homes({ governance, databases }: Declared): Iterable<Breach> {
  if (governance === undefined) return;
  yield* each(["policies", "network"] as const, function* (key) {
    const { database, schema = "" } = placeOf(governance[key]);
    const home = Object.hasOwn(databases, database) ? databases[database] : undefined;
    if (home?.schemas.includes(schema) && !home.publishedBySwap) return;
    yield {
      path: ["governance", key],
      also: [["databases"]],
      rule: "it must be a schema of a database of this environment that is never swapped",
      remedy: `Correct the name, or declare the schema ${schema} in warehouse.databases.${database}`,
    };
  });
}

/** A service user signs in under a network policy, whose rules need a schema. */
function* needed({ governance, users }: Declared): Iterable<Breach> {
  if (governance !== undefined || Object.keys(users).length === 0) return;
  yield {
    path: ["users"],
    also: [["governance"]],
    rule: "service users must have a place for their network rules",
    remedy: 'Declare it, like governance: { policies: "GOVERNANCE.POLICIES", network: "GOVERNANCE.NETWORK" }',
  };
}

function* classes({ governance, roles }: Declared): Iterable<Breach> {
  const known = Object.keys(governance?.classes ?? {});
  yield* each(roles, function* ({ unmasks }, name) {
    yield* each(unmasks, function* (dataClass, index) {
      if (known.includes(dataClass)) return;
      yield {
        path: ["roles", name, "unmasks", index],
        also: [["governance"]],
        rule: `it must be a class of governance.classes (${known.join(", ") || "there is none"})`,
        remedy: known.length > 0 ? "Name one of them or declare the class" : "Declare the class",
      };
    });
  });
}

function* rowRoles({ governance, roles }: Declared): Iterable<Breach> {
  yield* each(governance?.rows ?? {}, function* ({ everything, only }, name) {
    const named = [
      ...everything.map((role, index) => ({ role, path: ["everything", index] })),
      ...Object.keys(only).map((role) => ({ role, path: ["only", role] })),
    ];
    for (const { role, path } of named) {
      if (Object.hasOwn(roles, role)) continue;
      yield {
        path: ["governance", "rows", name, ...path],
        aboutName: path[0] === "only",
        rule: `it must be a role of this environment (${Object.keys(roles).join(", ")})`,
        remedy: "Name one of them or declare the role",
      };
    }
  });
}

/** Owning a table does not lift its policies: a publisher that sees masks writes masks, and one that sees no rows loses them. */
function* publishers({ governance, databases, roles }: Declared): Iterable<Breach> {
  if (governance === undefined) return;
  const swapped = Object.keys(databases).filter((name) => databases[name]?.publishedBySwap);
  yield* each(roles, function* ({ writes, unmasks }, name) {
    if (!writes.some((target) => swapped.includes(target))) return;
    const masked = Object.keys(governance.classes).filter((dataClass) => !unmasks.includes(dataClass));
    if (masked.length > 0) {
      yield {
        path: ["roles", name, "unmasks"],
        also: [["governance", "classes"]],
        rule: `a role that publishes must see every class unmasked, or it writes masks into the tables, and ${masked.join(" and ")} ${masked.length > 1 ? "are" : "is"} missing`,
        remedy: `Add ${masked.join(" and ")}`,
      };
    }
    yield* each(governance.rows, function* ({ everything }, policy) {
      if (everything.includes(name)) return;
      yield {
        path: ["governance", "rows", policy, "everything"],
        also: [["roles", name, "writes"]],
        rule: `a role that publishes must see every row, or it loses those it does not see, and ${name} is missing`,
        remedy: `Add ${name}`,
      };
    });
  });
}
