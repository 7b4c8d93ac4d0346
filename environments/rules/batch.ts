import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";

/** Sources' secrets are declared, and each is for one source: its fields are those of that kind. */
export function* batchSecrets(env: Environment): Iterable<Breach> {
  const secrets = Object.keys(env.secrets);
  yield* each(env.batch.connections, function* ({ source: { secret } }, name) {
    if (secrets.includes(secret)) return;
    yield {
      path: ["batch", "connections", name, "source", "secret"],
      rule: `it must be a secret of this environment (${secrets.join(", ") || "there is none"})`,
      remedy: "Name one of them or declare the secret",
    };
  });
}

/** Whoever loads is declared with what it loads with. Of an environment without connections nothing is asked. */
export function* batchDestination(env: Environment): Iterable<Breach> {
  if (Object.keys(env.batch.connections).length === 0) return;
  const { user, warehouse } = env.batch.destination;
  const { users, warehouses } = env.warehouse;
  yield* each(
    { user: { value: user, known: users }, warehouse: { value: warehouse, known: warehouses } },
    function* ({ value, known }, key) {
      if (Object.hasOwn(known, value)) return;
      const names = Object.keys(known).join(", ");
      yield {
        path: ["batch", "destination", key],
        also: [["warehouse", `${key}s`]],
        rule: `it must be one of warehouse.${key}s (${names || "there is none"})`,
        remedy: `Name one of them or declare the ${key}`,
      };
    },
  );
}

/** The user's role must be able to make and fill the tables, and to run statements on the warehouse. */
export function* batchRights(env: Environment): Iterable<Breach> {
  if (Object.keys(env.batch.connections).length === 0) return;
  const { user, schema, warehouse } = env.batch.destination;
  const { users, roles } = env.warehouse;
  const name = Object.hasOwn(users, user) ? users[user]?.role : undefined;
  const role = name !== undefined && Object.hasOwn(roles, name) ? roles[name] : undefined;
  if (role === undefined) return;
  const [database = ""] = schema.split(".");
  yield* each(
    {
      schema: { held: role.writes.includes(schema) || role.writes.includes(database), verb: "write", key: "writes" },
      warehouse: { held: role.uses.includes(warehouse), verb: "use", key: "uses" },
    },
    function* ({ held, verb, key }, which) {
      if (held) return;
      const value = which === "schema" ? schema : warehouse;
      yield {
        path: ["batch", "destination", which],
        also: [["warehouse", "roles", name ?? "", key]],
        rule: `the role ${name} of the user ${user} must ${verb} ${value}, and does not`,
        remedy: `Add ${value} to the ${key} of ${name}`,
      };
    },
  );
}
