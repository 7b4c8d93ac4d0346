import type { Values } from "../value.ts";
import type { Change } from "./account.ts";
import { textAt, textsAt } from "./paths.ts";
import { refuse, type Surroundings } from "./rule.ts";

const MISSING = "002003 (02000): SQL compilation error";

/** An object of AWS by its ARN, in whichever account and region of the same cloud that says; null if there is none. */
export type Abroad = (type: string, arn: string) => Values | null;

/** Refuses what Snowflake refuses of the way from files to tables. */
export function checkLoading(change: Change, near: Surroundings, abroad: Abroad): void {
  if (change.asked === null) return;
  if (change.type === "snowflake_stage") withinIntegration(change, near);
  if (change.type !== "snowflake_pipe") return;
  objectsOfCopy(change, near);
  mayRead(change, near, abroad);
  mayListen(change, near, abroad);
}

/** https://docs.snowflake.com/en/sql-reference/sql/create-storage-integration: a stage outside the allowed locations is refused. */
function withinIntegration(change: Change, near: Surroundings): void {
  const name = textAt(change.asked ?? {}, "storage_integration");
  const url = textAt(change.asked ?? {}, "url");
  const integration = name === undefined ? null : near.find("snowflake_storage_integration", bare(name));
  if (url === undefined || integration === null) return;
  const allowed = textsAt(integration, "storage_allowed_locations");
  if (allowed.some((location) => location === "*" || url.startsWith(location))) return;
  refuse(
    change,
    "003167 (42601): SQL compilation error",
    `url is ${url}, which is no location of the storage integration ${name} (${allowed.join(", ")}). Allow it there first.`,
  );
}

/** https://docs.snowflake.com/en/sql-reference/sql/create-pipe: the statement is compiled, so that what it names exists. */
function objectsOfCopy(change: Change, near: Surroundings): void {
  const statement = textAt(change.asked ?? {}, "copy_statement") ?? "";
  const [, table = ""] = /\bCOPY\s+INTO\s+([\w$".]+)/i.exec(statement) ?? [];
  const [, stage = ""] = /@([\w$".]+)/.exec(statement) ?? [];
  const [, format = ""] = /FORMAT_NAME\s*=\s*'([^']+)'/i.exec(statement) ?? [];
  mustExist(change, near, "table", ["snowflake_table"], table);
  mustExist(change, near, "stage", ["snowflake_stage"], stage);
  mustExist(change, near, "file format", ["snowflake_file_format"], format);
}

function mustExist(change: Change, near: Surroundings, what: string, types: readonly string[], name: string): void {
  if (name === "" || types.some((type) => near.list(type).some(({ values }) => isCalled(values, name)))) return;
  const remedy = "Create it first, or correct the statement.";
  refuse(
    change,
    MISSING,
    `copy_statement names the ${what} ${name}, which does not exist or is not authorized. ${remedy}`,
  );
}

function isCalled(values: Values, name: string): boolean {
  return ["database", "schema", "name"].map((part) => textAt(values, part)).join(".") === bare(name);
}

function bare(name: string): string {
  return name.replaceAll('"', "");
}

/** https://docs.snowflake.com/en/user-guide/data-load-s3-config-storage-integration: the role must trust Snowflake's user with the external id. */
function mayRead(change: Change, near: Surroundings, abroad: Abroad): void {
  const stage = stageOf(change, near);
  const integration = near.find(
    "snowflake_storage_integration",
    bare(textAt(stage ?? {}, "storage_integration") ?? ""),
  );
  if (integration === null) return;
  const role = textAt(integration, "storage_aws_role_arn") ?? "";
  const trust = textAt(abroad("aws_iam_role", role) ?? {}, "assume_role_policy") ?? "";
  const wanted = ["storage_aws_iam_user_arn", "storage_aws_external_id"].map((name) => textAt(integration, name) ?? "");
  if (wanted.every((text) => trust.includes(`"${text}"`))) return;
  refuse(
    change,
    "003167 (42601): Error assuming AWS_ROLE",
    `${role} does not exist or does not trust ${wanted.join(" with the external id ")}. Let its trust policy say so, and create it first.`,
  );
}

/** https://docs.snowflake.com/en/user-guide/data-load-snowpipe-auto-s3, option 2: a pipe subscribes when it is created. */
function mayListen(change: Change, near: Surroundings, abroad: Abroad): void {
  const topic = textAt(change.asked ?? {}, "aws_sns_topic_arn");
  if (topic === undefined || topic === "") return;
  const policy = textAt(abroad("aws_sns_topic_policy", topic) ?? {}, "policy") ?? "";
  const users = near
    .list("snowflake_storage_integration")
    .map(({ values }) => textAt(values, "storage_aws_iam_user_arn"));
  if (policy.includes("sns:Subscribe") && users.some((user) => user !== undefined && policy.includes(user))) return;
  refuse(
    change,
    "Pipe Notifications bind failure",
    `the policy of ${topic} does not let Snowflake's user (${users[0] ?? "of a storage integration"}) subscribe. Allow it, and create the policy first.`,
  );
}

function stageOf(change: Change, near: Surroundings): Values | undefined {
  const [, name = ""] = /@([\w$".]+)/.exec(textAt(change.asked ?? {}, "copy_statement") ?? "") ?? [];
  return near.list("snowflake_stage").find(({ values }) => isCalled(values, name))?.values;
}
