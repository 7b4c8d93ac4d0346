import type { Values } from "../value.ts";
import type { Change } from "./account.ts";
import { numberAt, textAt, textsAt } from "./paths.ts";
import { type Rule, refuse, type Surroundings } from "./rule.ts";

/** Roles and databases that every account has. */
const SYSTEM_ROLES = new Set([
  "ACCOUNTADMIN",
  "GLOBALORGADMIN",
  "ORGADMIN",
  "PUBLIC",
  "SECURITYADMIN",
  "SYSADMIN",
  "USERADMIN",
]);
const SYSTEM_DATABASES = new Set(["SNOWFLAKE", "SNOWFLAKE_SAMPLE_DATA"]);
/** https://docs.snowflake.com/en/user-guide/data-time-travel: 90 days at most, in any edition. */
const MOST_RETENTION_DAYS = 90;

const MISSING = "002003 (02000): SQL compilation error";

const ROLE = ["snowflake_account_role"];
const USER = ["snowflake_service_user", "snowflake_user", "snowflake_legacy_service_user"];
const DATABASE = ["snowflake_database", "snowflake_shared_database", "snowflake_secondary_database"];
const ANY_OBJECT: Readonly<Record<string, readonly string[]>> = {
  DATABASE,
  USER,
  WAREHOUSE: ["snowflake_warehouse"],
  "RESOURCE MONITOR": ["snowflake_resource_monitor"],
};

/** Arguments that name an object: the argument's path, by which types it may exist, and which types of change it is for. */
const NAMED: readonly (readonly [path: string, targets: readonly string[], of?: RegExp])[] = [
  ["database", DATABASE],
  ["in_database", DATABASE],
  ["on_database", DATABASE],
  ["on_schema.all_schemas_in_database", DATABASE],
  ["on_schema.future_schemas_in_database", DATABASE],
  ["on_schema.schema_name", ["snowflake_schema"]],
  ["on_schema_object.all.in_database", DATABASE],
  ["on_schema_object.all.in_schema", ["snowflake_schema"]],
  ["on_schema_object.future.in_database", DATABASE],
  ["on_schema_object.future.in_schema", ["snowflake_schema"]],
  ["on.all.in_schema", ["snowflake_schema"]],
  ["on.future.in_schema", ["snowflake_schema"]],
  ["account_role_name", ROLE],
  ["parent_role_name", ROLE],
  ["role_name", ROLE, /^snowflake_grant_account_role$/],
  ["database_role_name", ["snowflake_database_role"]],
  ["parent_database_role_name", ["snowflake_database_role"]],
  ["user_name", USER],
  ["network_policy", ["snowflake_network_policy"]],
  ["allowed_network_rule_list", ["snowflake_network_rule"]],
  ["blocked_network_rule_list", ["snowflake_network_rule"]],
  ["resource_monitor", ["snowflake_resource_monitor"], /^snowflake_warehouse$/],
  ["storage_integration", ["snowflake_storage_integration"], /^snowflake_stage$/],
  ["masking_policies", ["snowflake_masking_policy"], /^snowflake_tag$/],
  ["warehouse", ["snowflake_warehouse"], /^snowflake_(alert|dynamic_table|task|materialized_view)$/],
];

/** Snowflake drops no policy and no integration's monitor that is in use: type, then who may use it and where. */
const IN_USE: Readonly<Record<string, readonly (readonly [type: string, path: string])[]>> = {
  snowflake_masking_policy: [["snowflake_tag", "masking_policies"]],
  snowflake_network_policy: USER.map((type) => [type, "network_policy"] as const),
  snowflake_network_rule: [
    ["snowflake_network_policy", "allowed_network_rule_list"],
    ["snowflake_network_policy", "blocked_network_rule_list"],
  ],
};

/** Refuses what Snowflake refuses whatever the role. */
export function checkSnowflake(change: Change, near: Surroundings): void {
  for (const rule of [namesExist, objectsExist, schemaExists, retention, notInUse]) rule(change, near);
}

const namesExist: Rule = (change, near) => {
  for (const [path, targets, of] of NAMED) {
    if (of && !of.test(change.type)) continue;
    for (const name of textsAt(change.asked ?? {}, path)) mustExist(change, near, path, targets, name);
  }
};

const objectsExist: Rule = (change, near) => {
  const path = "on_account_object";
  const targets = ANY_OBJECT[textAt(change.asked ?? {}, `${path}.object_type`) ?? ""];
  const name = textAt(change.asked ?? {}, `${path}.object_name`);
  if (targets && name !== undefined) mustExist(change, near, path, targets, name);
};

const schemaExists: Rule = (change, near) => {
  const database = textAt(change.asked ?? {}, "database");
  const schema = textAt(change.asked ?? {}, "schema");
  if (!database || !schema || SYSTEM_DATABASES.has(database)) return;
  mustExist(change, near, "schema", ["snowflake_schema"], `"${bare(database)}"."${bare(schema)}"`);
};

const retention: Rule = (change) => {
  const days = numberAt(change.asked ?? {}, "data_retention_time_in_days");
  if (days === undefined || days <= MOST_RETENTION_DAYS) return;
  refuse(
    change,
    "001008 (22023): SQL compilation error",
    `data_retention_time_in_days is ${days}; Snowflake keeps at most ${MOST_RETENTION_DAYS} days.`,
  );
};

const notInUse: Rule = (change, near) => {
  if (change.operation !== "delete") return;
  for (const [type, path] of IN_USE[change.type] ?? []) {
    const user = near
      .list(type)
      .find(({ values }) => textsAt(values, path).some((name) => quote(name) === quote(change.id)));
    if (user)
      refuse(
        change,
        "001492 (42601): SQL compilation error",
        `${type} ${user.id} still uses it (${path}). Take it away there first.`,
      );
  }
};

function mustExist(change: Change, near: Surroundings, path: string, targets: readonly string[], name: string): void {
  if (name === "" || SYSTEM_ROLES.has(bare(name)) || SYSTEM_DATABASES.has(parts(name)[0] ?? "")) return;
  const ids = [quote(name), bare(name)];
  if (targets.some((type) => ids.some((id) => near.find(type, id) !== null))) return;
  const what = targets[0]?.replace("snowflake_", "").replaceAll("_", " ") ?? "object";
  refuse(
    change,
    MISSING,
    `${path} names ${name}: ${what} does not exist or not authorized. Create it first, or correct the name.`,
  );
}

/** `A.B` and `"A"."B"` name the same object. */
function quote(name: string): string {
  return parts(name)
    .map((part) => `"${part}"`)
    .join(".");
}

function parts(name: string): string[] {
  return [...name.matchAll(/"((?:[^"]|"")*)"|[^".]+/g)].map(([all, inner]) => inner ?? all);
}

function bare(name: string): string {
  return parts(name).join(".");
}

/** Whether an object lies in the dropped one, or says something of it alone, so that it goes with it. */
export function goesWith(dropped: Change, type: string, id: string, values: Values): boolean {
  const gone = quote(dropped.id);
  if (dropped.type === "snowflake_database" || dropped.type === "snowflake_schema") {
    const home = [textAt(values, "database"), textAt(values, "schema")]
      .filter((name) => name !== undefined && name !== "")
      .map((name) => `"${bare(name ?? "")}"`);
    if (home.length > 0 && isWithin(home.join("."), gone)) return true;
    return isGrant(type) && namesIn(values).some((name) => isWithin(quote(name), gone));
  }
  const named = {
    snowflake_account_role: ROLES_OF_GRANT,
    snowflake_database_role: ROLES_OF_GRANT,
    snowflake_warehouse: ["on_account_object.object_name"],
  };
  const paths = Object.entries(named).find(([kind]) => kind === dropped.type)?.[1] ?? [];
  return id !== "" && isGrant(type) && paths.some((path) => textsAt(values, path).some((name) => quote(name) === gone));
}

const ROLES_OF_GRANT = [
  "account_role_name",
  "database_role_name",
  "role_name",
  "parent_role_name",
  "parent_database_role_name",
];

function isGrant(type: string): boolean {
  return type.startsWith("snowflake_grant_");
}

function isWithin(name: string, place: string): boolean {
  return name === place || name.startsWith(`${place}.`);
}

function namesIn(values: Values): string[] {
  const places = NAMED.map(([path]) => path).filter((path) => path.startsWith("on") || path.includes("database_role"));
  return [...places, "on_account_object.object_name", "on_schema_object.object_name", "on.object_name"].flatMap(
    (path) => textsAt(values, path),
  );
}
