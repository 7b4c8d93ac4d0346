import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import type { DatabaseConfig, FunctionalRoleConfig, ServiceUserConfig } from "./config.ts";
import { placeOf } from "./places.ts";

interface Declared {
  readonly roles: Readonly<Record<string, FunctionalRoleConfig>>;
  readonly databases: Readonly<Record<string, DatabaseConfig>>;
  readonly warehouses: Readonly<Record<string, unknown>>;
  readonly users: Readonly<Record<string, ServiceUserConfig>>;
}

/** What a functional role reads, writes, streams into and uses must be declared. */
export function* referenceBreaches(config: Declared): Iterable<Breach> {
  yield* each(config.roles, function* (role, name) {
    for (const list of ["reads", "writes", "streams"] as const) {
      yield* each([list], function* () {
        yield* each(role[list], function* (target, index) {
          yield* placeBreaches(config.databases, target, ["roles", name, list, index]);
        });
      });
    }
    yield* each(["uses"] as const, function* (list) {
      const names = Object.keys(config.warehouses);
      yield* each(role[list], function* (target, index) {
        if (!names.includes(target)) yield undeclared(["roles", name, list, index], "warehouse", names);
      });
    });
  });
}

function* placeBreaches(databases: Declared["databases"], target: string, path: (string | number)[]): Iterable<Breach> {
  const { database, schema } = placeOf(target);
  const names = Object.keys(databases);
  if (!names.includes(database)) yield undeclared(path, "database", names);
  else if (schema !== undefined && !databases[database]?.schemas.includes(schema))
    yield undeclared(path, `schema of ${database}`, databases[database]?.schemas ?? [], "schema");
}

function undeclared(path: (string | number)[], kind: string, names: readonly string[], noun = kind): Breach {
  return {
    path,
    rule: `it must be a ${kind}${noun === kind ? " of this environment" : ""} (${names.join(", ") || "there is none"})`,
    remedy: names.length > 0 ? `Name one of them or declare the ${noun}` : `Declare the ${noun}`,
  };
}

/** A swap exchanges owners, so both sides have the same one: the one role that writes the database, as a whole. */
export function* ownerBreaches(config: Declared): Iterable<Breach> {
  yield* each(config.databases, function* ({ publishedBySwap }, name) {
    if (!publishedBySwap) return;
    const writers = Object.keys(config.roles).filter((role) => config.roles[role]?.writes.includes(name));
    if (writers.length !== 1) {
      yield {
        path: ["databases", name, "publishedBySwap"],
        also: writers.map((role) => ["roles", role, "writes"]),
        rule: `exactly one role must write a database that is published by swap, and ${writers.join(" and ") || "none"} ${writers.length > 1 ? "do" : "does"}`,
        remedy:
          writers.length > 1 ? "Leave it in the writes of one" : "Add it to the writes of the role that publishes",
      };
    }
    yield* each(config.roles, function* (role, roleName) {
      for (const list of ["writes", "streams"] as const) {
        yield* each(role[list], function* (target, index) {
          if (!target.startsWith(`${name}.`)) return;
          yield {
            path: ["roles", roleName, list, index],
            also: [["databases", name, "publishedBySwap"]],
            rule: "it must not be a schema of a database that is published by swap (its one writer owns the whole)",
            remedy: "Write into a database that is never swapped",
          };
        });
      }
    });
  });
}

/** The shell of a table lies in a schema of its database. */
export function* tableBreaches({ databases }: Declared): Iterable<Breach> {
  yield* each(databases, function* ({ tables, schemas }, name) {
    for (const table of Object.keys(tables)) {
      if (schemas.includes(table.split(".")[0] ?? "")) continue;
      yield {
        path: ["databases", name, "tables", table],
        also: [["databases", name, "schemas"]],
        aboutName: true,
        rule: `it must lie in a schema of ${name} (${schemas.join(", ") || "there is none"})`,
        remedy: "Correct the name or declare the schema",
      };
    }
  });
}

/** A program signs in with a role of its own and a secret of its own: then each can be taken away alone. */
export function* userBreaches({ users, roles }: Declared): Iterable<Breach> {
  const taken = { role: new Map<string, string>(), secret: new Map<string, string>() };
  yield* each(users, function* (user, name) {
    if (!Object.hasOwn(roles, user.role)) yield undeclared(["users", name, "role"], "role", Object.keys(roles));
    yield* each(user.readsAs, function* (role, index) {
      const path = ["users", name, "readsAs", index];
      if (!Object.hasOwn(roles, role)) yield undeclared(path, "role", Object.keys(roles));
      else if (role === user.role || roles[role]?.uses.length === 0) {
        yield {
          path,
          also: [["roles", role]],
          rule: "it must be another role, one that uses a virtual warehouse",
          remedy: "Name a role of consumers",
        };
      }
    });
    for (const key of ["role", "secret"] as const) {
      const other = taken[key].get(user[key]);
      taken[key].set(user[key], other ?? name);
      if (other === undefined) continue;
      yield {
        path: ["users", name, key],
        also: [["users", other, key]],
        rule: `it must not be the ${key} of another user, and it is that of ${other}`,
        remedy: `Declare a ${key} of its own`,
      };
    }
  });
}
