import { isUnknown, type PlannedChange } from "../preview/plan/planned-change.ts";
import { at, first, isValues, numberOf } from "../preview/plan/values.ts";
import { guarded, type Policy, told } from "./policy.ts";

export const upkeep: readonly Policy[] = [
  {
    id: "tags-missing",
    risk: "R2",
    severity: "warn",
    why: "Nobody finds whose it is or what it costs, and permissions that go by tags do not reach it",
    remedy: "Let it take the provider's default tags; environments/<environment>.ts declares owner and cost center",
    look: ({ type, action, after, before }, { context }) => {
      // Resources that take no tags have no such attribute.
      const tags = type.startsWith("aws_") && after !== undefined && action !== "delete" ? after.tags_all : undefined;
      if (!isValues(tags)) return [];
      const missing = context.environment.requiredTags.filter((key) => !Object.hasOwn(tags, key));
      const had = isValues(before?.tags_all) && missing.every((key) => !Object.hasOwn(Object(before?.tags_all), key));
      return missing.length > 0 && !had ? [`It has no tag ${missing.join(", ")}`] : [];
    },
  },
  {
    id: "warehouse-unmonitored",
    risk: "R2",
    severity: told,
    why: "Nothing stops it at a number of credits",
    // Everyday stacks may not name a monitor: assigning one needs ACCOUNTADMIN.
    remedy:
      "Declare it under snowflake.monitors and, once it stands, set snowflake.attachMonitors and run `npx plinth bootstrap` again",
    look: ({ type, action, before, after }, { context }) => {
      if (type !== "snowflake_warehouse" || action === "delete" || after === undefined) return [];
      const has = (values: PlannedChange["after"]) => at(values, "resource_monitor").length > 0;
      const { monitored, toBeMonitored } = context.environment;
      const was = action === "update" && !has(before);
      if (has(after) || monitored.includes(String(after.name)) || was) return [];
      // A monitor is attached by bootstrap once its warehouse stands: of a new one, that is yet to come.
      return action === "create" && toBeMonitored.includes(String(after.name))
        ? [{ what: "Its resource monitor is declared and not attached yet", severity: "note" }]
        : ["No resource monitor is attached to it"];
    },
  },
  {
    id: "warehouse-never-suspends",
    risk: "R2",
    severity: "warn",
    why: "It costs credits for every second, whether anybody uses it or not",
    remedy: "Let it suspend after a minute or two without statements",
    look: ({ type, action, before, after }) => {
      if (type !== "snowflake_warehouse" || action === "delete") return [];
      // CREATE WAREHOUSE, AUTO_SUSPEND: 0 stands for never.
      const never = (values: PlannedChange["after"]) => numberOf(first(values, "auto_suspend")) === 0;
      return never(after) && !(action === "update" && never(before)) ? ["It never suspends by itself"] : [];
    },
  },
  {
    id: "user-unrestricted",
    risk: "R5",
    severity: guarded,
    why: "A key that gets lost can then be used from anywhere",
    remedy: "Give it the environment's network policy",
    look: (change) => {
      const { type, action, before, after } = change;
      if (!/^snowflake_(legacy_)?service_user$/.test(type) || action === "delete" || after === undefined) return [];
      const free = (values: PlannedChange["after"]) => at(values, "network_policy").length === 0;
      const was = action === "update" && free(before);
      // A parameter that is not written is read back after the apply, so that its plan says it is not known.
      const written = change.configured?.has("network_policy") ?? true;
      const unknown = written && isUnknown(change, "network_policy");
      return free(after) && !was && !unknown ? ["No network policy binds it"] : [];
    },
  },
];
