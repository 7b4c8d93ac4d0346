import { ConfigurationError } from "../../constructs/support/errors.ts";
import { type Answer, answer } from "./answer.ts";
import { SnowflakeAccess } from "./snowflake-closure.ts";
import { type Declared, declaredIn, type SnowflakeStack } from "./snowflake-stacks.ts";

/** What rows are in, and may be granted for. */
const kinds = ["TABLES", "VIEWS", "MATERIALIZED VIEWS", "DYNAMIC TABLES", "EXTERNAL TABLES", "ICEBERG TABLES"];

/** They hold every role there is, by Snowflake's own hierarchy; who has them is decided by people. */
const systemRoles = ["ACCOUNTADMIN", "SECURITYADMIN", "SYSADMIN", "USERADMIN"];

/** Who reads and writes each schema, sees through each class's masks, takes which role, and can hand out rights. */
export function snowflakeAnswers(stacks: readonly SnowflakeStack[]): Answer[] {
  const access = new SnowflakeAccess(stacks);
  const declared = declaredIn(stacks);
  const roles = workedUnder(declared);
  return [
    ...schemaAnswers(access, declared, roles),
    ...classAnswers(access, declared, roles),
    ...ofType(declared, "snowflake_service_user").map((user) =>
      answer(`user ${text(user, "name")}`, { takes: access.rolesOf(text(user, "name")) }),
    ),
    answer("account snowflake", { grants: roles.filter((role) => access.onAccount(role).includes("MANAGE GRANTS")) }),
  ];
}

/** Roles that someone can work under: given to a user, or to a system role and so to people; those of Terraform; and PUBLIC, which everyone has. */
function workedUnder(declared: readonly Declared[]): string[] {
  const given = ofType(declared, "snowflake_grant_account_role")
    .filter(({ body }) => body.user_name !== undefined || systemRoles.includes(text({ body }, "parent_role_name")))
    .map((grant) => text(grant, "role_name"));
  const makers = declared.map(({ maker }) => maker);
  return [...new Set([...given, ...makers, "PUBLIC"])].filter((role) => role !== "" && !systemRoles.includes(role));
}

function schemaAnswers(access: SnowflakeAccess, declared: readonly Declared[], roles: readonly string[]): Answer[] {
  return ofType(declared, "snowflake_schema").map((each) => {
    const place = { database: text(each, "database"), schema: text(each, "name") };
    const tables = ofType(declared, "snowflake_table")
      .filter((table) => text(table, "database") === place.database && text(table, "schema") === place.schema)
      .map((table) => ({ ...place, kind: "TABLES", name: text(table, "name"), when: "now" as const }));
    const targets = [
      ...tables,
      ...kinds.flatMap((kind) => (["now", "later"] as const).map((when) => ({ ...place, kind, when }))),
    ];
    const may = (role: string, privilege: string) => targets.some((target) => access.may(role, privilege, target));
    const onSchema = (role: string) => access.onSchema(role, place.database, place.schema);
    const owns = (role: string) => onSchema(role).includes("OWNERSHIP");
    const makes = (role: string) => onSchema(role).some((privilege) => /^CREATE .*(TABLE|VIEW)$/.test(privilege));
    return answer(`schema ${place.database}.${place.schema}`, {
      reads: roles.filter((role) => owns(role) || may(role, "SELECT")),
      writes: roles.filter(
        (role) =>
          owns(role) || makes(role) || ["DELETE", "INSERT", "TRUNCATE", "UPDATE"].some((right) => may(role, right)),
      ),
    });
  });
}

/** By tag: who is named in its masking policies sees values as they are; who owns policies or sets tags and masks can change that. */
function classAnswers(access: SnowflakeAccess, declared: readonly Declared[], roles: readonly string[]): Answer[] {
  const policies = ofType(declared, "snowflake_masking_policy");
  return ofType(declared, "snowflake_tag").map((tag) => {
    const masks = policies.filter((policy) => masksOf(tag).includes(qualified(policy)));
    const seeing = [...new Set(masks.flatMap((mask) => namedIn(text(mask, "body"))))];
    const [database, schema, name] = qualified(tag).split(".");
    const owners = Object.entries(access.owners(database ?? ""))
      .filter(([thing]) => [qualified(tag), ...masks.map(qualified)].some((one) => thing.endsWith(` ${one}`)))
      .map(([, owner]) => owner);
    const sets = {
      kind: "TAGS",
      database: database ?? "",
      schema: schema ?? "",
      name: name ?? "",
      when: "now" as const,
    };
    return answer(`class ${text(tag, "name")}`, {
      unmasks: roles.filter((role) => seeing.some((named) => access.closure(role).has(named))),
      changes: roles.filter(
        (role) =>
          access.onAccount(role).some((held) => held === "APPLY MASKING POLICY" || held === "APPLY TAG") ||
          owners.some((owner) => access.closure(role).has(owner)) ||
          access.may(role, "APPLY", sets),
      ),
    });
  });
}

function masksOf(tag: Declared): string[] {
  const masks = Array.isArray(tag.body.masking_policies) ? tag.body.masking_policies : [];
  return masks.map((mask) => String(mask).replaceAll('"', ""));
}

/** Roles that a policy's expression asks for. One that decides otherwise cannot be judged here, and is refused. */
function namedIn(body: string): string[] {
  const named = [...body.matchAll(/IS_ROLE_IN_SESSION\('([^']+)'\)/g)].map(([, role]) => role ?? "");
  const rest = body.replaceAll(/IS_ROLE_IN_SESSION\('[^']+'\)/g, "");
  if (named.length > 0 && !/\b(NOT|CURRENT_\w+|INVOKER_\w+|IS_\w+)\b/i.test(rest)) return named;
  throw new ConfigurationError([
    `A masking policy says ${body}; access can judge only masks that ask IS_ROLE_IN_SESSION. Write it so.`,
  ]);
}

function qualified({ body }: Pick<Declared, "body">): string {
  return ["database", "schema", "name"].map((part) => text({ body }, part)).join(".");
}

function ofType(declared: readonly Declared[], type: string): Declared[] {
  return declared.filter((resource) => resource.type === type);
}

function text({ body }: Pick<Declared, "body">, attribute: string): string {
  const value = body[attribute];
  return typeof value === "string" ? value : "";
}
