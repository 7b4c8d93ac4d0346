import { ConfigurationError } from "../../constructs/support/errors.ts";
import { type Protection, protections, safeguards } from "../../constructs/support/protection.ts";
import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import { counted } from "../../constructs/support/wording.ts";
import type { Environment } from "../environment.ts";
import { unlock } from "../unlock.ts";

/** The least protection of environments whose loss would hurt; lowering it takes a permission as well as an edit. */
const floors: ReadonlyMap<string, Protection> = new Map([
  ["staging", "standard"],
  ["prod", "locked"],
  ["dr", "locked"],
]);

export function* protectionFloor(env: Environment): Iterable<Breach> {
  const floor = floors.get(env.name) ?? "ephemeral";
  if (protections.indexOf(env.protection) >= protections.indexOf(floor)) return;
  const permission = permissionOf(env.name);
  if (permission === "given") return;
  yield {
    path: ["protection"],
    rule: `the environment ${env.name} must be at least ${floor}${permission && `, and the permission to go below is no good: ${permission}`}`,
    remedy: `Use ${floor}, or allow less for a while with PLINTH_UNLOCK=${env.name}:<address glob>:<expiry date>`,
  };
}

/** "given", or what is wrong with the one that was given, or nothing. */
function permissionOf(environment: string): string {
  try {
    return unlock(environment) ? "given" : "";
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.join(" ").replace(/\.$/, "");
  }
}

export function* ownAccount(env: Environment): Iterable<Breach> {
  if (!env.snowflake.shared || floors.get(env.name) !== "locked") return;
  yield {
    path: ["snowflake", "shared"],
    rule: `the environment ${env.name} must have a Snowflake account of its own`,
    remedy: "Name another account and write false",
  };
}

/** What deletes itself too soon is as lost as what is destroyed. */
export function* restorable(env: Environment): Iterable<Breach> {
  const { timeTravelDays, noncurrentDays } = safeguards(env.protection);
  yield* each(env.warehouse.databases, function* ({ retentionDays }, name) {
    if (retentionDays >= timeTravelDays) return;
    yield {
      path: ["warehouse", "databases", name, "retentionDays"],
      also: [["protection"]],
      rule: `${article(env.protection)} environment must keep Time Travel for at least ${counted(timeTravelDays, "day")}`,
      remedy: `Use ${timeTravelDays} or more`,
    };
  });
  yield* each(env.lake.zones, function* (zone, name) {
    if (zone.noncurrentDays >= noncurrentDays) return;
    yield {
      path: ["lake", "zones", name, "noncurrentDays"],
      also: [["protection"]],
      rule: `${article(env.protection)} environment must keep replaced objects for at least ${counted(noncurrentDays, "day")}`,
      remedy: `Use ${noncurrentDays} or more`,
    };
  });
}

function article(protection: Protection): string {
  return `${protection === "ephemeral" ? "an" : "a"} ${protection}`;
}
