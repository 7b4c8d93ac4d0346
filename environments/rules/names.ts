import { lagAlarmName } from "../../constructs/streaming/lag-alarm.ts";
import { joined, type NameKind, nameProblem } from "../../constructs/support/names.ts";
import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import { accountNames } from "../../constructs/warehouse/account-names.ts";
import type { Environment } from "../environment.ts";

/** A physical name that is too long for its service is refused here, where one can still shorten it, and never cut. */
export function* names(env: Environment): Iterable<Breach> {
  const owner = { platform: env.platform, name: env.name };
  const also = [["platform"], ["name"]];
  function* physical(kind: NameKind, parts: string[], path: string[]): Iterable<Breach> {
    const problem = nameProblem(kind, joined(kind, owner, parts));
    if (problem) yield { path, also, aboutName: true, rule: problem, remedy: "Shorten it" };
  }
  for (const name of Object.keys(env.identity.roles)) yield* physical("role", [name], ["identity", "roles", name]);
  for (const name of Object.keys(env.jobs.definitions)) yield* physical("role", [name], ["jobs", "definitions", name]);
  for (const name of Object.keys(env.registry.repositories))
    yield* physical("repository", [name], ["registry", "repositories", name]);
  yield* each(env.streaming.topics, function* ({ consumers }, topic) {
    for (const group of Object.keys(consumers)) {
      yield* physical("alarm", [lagAlarmName(topic, group)], ["streaming", "topics", topic, "consumers", group]);
    }
  });
  yield* each(env.secrets, (secret, name) => physical("secret", [secret.owner, name], ["secrets", name]));
}

/** Account-level objects of Snowflake carry a prefix where the account is shared, and bring further names along. */
export function* snowflakeNames(env: Environment): Iterable<Breach> {
  const prefix = env.snowflake.shared ? `${env.name.toUpperCase()}_` : "";
  const taken = new Map<string, string>();
  for (const { name, path, role } of accountNames(env.warehouse)) {
    const problem = nameProblem("snowflake", prefix + name);
    const at = { path: ["warehouse", ...path], aboutName: true };
    if (problem) yield { ...at, also: [["name"], ["snowflake", "shared"]], rule: problem, remedy: "Shorten it" };
    if (!role) continue;
    const other = taken.get(name);
    taken.set(name, other ?? path.join("."));
    if (!other) continue;
    yield {
      ...at,
      also: [["warehouse", ...other.split(".")]],
      rule: `the role ${name} exists already, for warehouse.${other}`,
      remedy: "Rename one of the two",
    };
  }
}
