import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";

/** A service user's key lies in a secret of the environment. */
export function* userSecrets(env: Environment): Iterable<Breach> {
  const known = Object.keys(env.secrets);
  yield* each(env.warehouse.users, function* ({ secret }, name) {
    if (known.includes(secret)) return;
    yield {
      path: ["warehouse", "users", name, "secret"],
      rule: `it must be a secret of this environment (${known.join(", ") || "there is none"})`,
      remedy: known.length > 0 ? "Name one of them or declare the secret" : "Declare the secret",
    };
  });
}

/** Service users sign in from known addresses only; an existing network must say which are its own. */
export function* userAddresses({ network, warehouse }: Environment): Iterable<Breach> {
  if (network.mode !== "existing" || network.egressAddresses.length > 0) return;
  if (Object.keys(warehouse.users).length === 0) return;
  yield {
    path: ["network", "egressAddresses"],
    also: [["warehouse", "users"]],
    rule: "it must name the addresses that Snowflake's service users sign in from",
    remedy: "List the public addresses of the network's NAT gateways",
  };
}

/** A publish job signs in as the user of its role, with that user's key. */
export function* publishUsers({ jobs, warehouse }: Environment): Iterable<Breach> {
  yield* each(jobs.definitions, function* (job, name) {
    if (job.kind !== "publish") return;
    const { role } = job.warehouse;
    if (!Object.hasOwn(warehouse.roles, role)) return;
    const user = Object.values(warehouse.users).find((candidate) => candidate.role === role);
    if (user === undefined) {
      yield {
        path: ["jobs", "definitions", name, "warehouse", "role"],
        also: [["warehouse", "users"]],
        rule: "it must be the role of a service user, which the job signs in as",
        remedy: `Declare one in warehouse.users with the role ${role}`,
      };
    } else if (!job.secrets.includes(user.secret)) {
      yield {
        path: ["jobs", "definitions", name, "secrets"],
        also: [["warehouse", "users"]],
        rule: `it must name ${user.secret}, which holds the key of the job's user`,
        remedy: `Add ${user.secret}`,
      };
    } else if (
      // Another database than one that is swapped is refused as such.
      warehouse.databases[job.database]?.publishedBySwap &&
      !user.readsAs.some((reader) => reads(warehouse, reader, job.database))
    ) {
      yield {
        path: ["warehouse", "users", nameOf(warehouse, user), "readsAs"],
        also: [["jobs", "definitions", name, "database"]],
        rule: `it must name a role that reads ${job.database}, for the job asks as one what a version shows before it stays`,
        remedy: "Name a role of consumers, best one that sees masks",
      };
    }
  });
}

function reads({ roles }: Environment["warehouse"], role: string, database: string): boolean {
  return (roles[role]?.reads ?? []).some((place) => place.split(".")[0] === database);
}

function nameOf({ users }: Environment["warehouse"], user: object): string {
  return Object.keys(users).find((name) => users[name] === user) ?? "";
}
