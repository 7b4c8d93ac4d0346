import { GrantAccountRole } from "@cdktf/provider-snowflake/lib/grant-account-role/index.js";
import { GrantPrivilegesToAccountRole } from "@cdktf/provider-snowflake/lib/grant-privileges-to-account-role/index.js";
import type { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";

/** A role that privileges go to. */
export interface Grantee {
  readonly provider: SnowflakeProvider;
  readonly roleName: string;
  readonly grantAfter: readonly ITerraformDependable[];
}

/** Kinds of objects in a schema, as Snowflake's grants name them. */
export type ObjectKind = "TABLES" | "VIEWS" | "DYNAMIC TABLES";

/** What the owner of a table sets on it: of one such thing at a time, since who may set it differs by tag and policy. */
export type PolicyKind = "TAG" | "ROW ACCESS POLICY";

/** A schema by its physical names; `key` is its name in the configuration. */
export interface SchemaName {
  readonly key: string;
  readonly database: string;
  readonly schema: string;
}

/** A privilege on the account itself, not on what lies in it. */
export function grantOnAccount(scope: Construct, id: string, to: Grantee, privileges: string[]): void {
  new GrantPrivilegesToAccountRole(scope, id, { ...granted(to, privileges), onAccount: true });
}

/** Privileges on a virtual warehouse or a database itself, not on what lies in it. */
export function grantOnAccountObject(
  scope: Construct,
  id: string,
  to: Grantee,
  objectType: "WAREHOUSE" | "DATABASE",
  objectName: string,
  privileges: string[],
): GrantPrivilegesToAccountRole {
  return new GrantPrivilegesToAccountRole(scope, id, {
    ...granted(to, privileges),
    onAccountObject: { objectType, objectName },
  });
}

/** Privileges on a schema itself: entering it, creating in it. */
export function grantOnSchema(
  scope: Construct,
  id: string,
  to: Grantee,
  schema: SchemaName,
  privileges: string[],
): GrantPrivilegesToAccountRole {
  return new GrantPrivilegesToAccountRole(scope, id, {
    ...granted(to, privileges),
    onSchema: { schemaName: qualified(schema) },
  });
}

/** The right to set a tag or a policy on what one owns. */
export function grantApply(scope: Construct, id: string, to: Grantee, kind: PolicyKind, objectName: string): void {
  new GrantPrivilegesToAccountRole(scope, id, {
    ...granted(to, ["APPLY"]),
    onSchemaObject: { objectType: kind, objectName },
  });
}

/**
 * Privileges on every object of a kind in a schema: on those there when the grant is made, and on future ones. Never on
 * a whole database: a future grant on a schema hides the database's for the same kind. Future ones first: an object made
 * between the two would have neither.
 */
export function grantOnObjects(
  scope: Construct,
  to: Grantee,
  schema: SchemaName,
  kind: ObjectKind,
  privileges: string[],
): GrantPrivilegesToAccountRole[] {
  const which = { objectTypePlural: kind, inSchema: qualified(schema) };
  const future = new GrantPrivilegesToAccountRole(scope, "future", {
    ...granted(to, privileges),
    onSchemaObject: { future: which },
  });
  const after = { ...to, grantAfter: [...to.grantAfter, future] };
  const all = { ...granted(after, privileges), onSchemaObject: { all: which } };
  return [future, new GrantPrivilegesToAccountRole(scope, "all", all)];
}

/** The right to act as a role, given to another role. */
export function grantRole(
  scope: Construct,
  id: string,
  { provider, role, to }: { provider: SnowflakeProvider; role: string; to: string },
): GrantAccountRole {
  return new GrantAccountRole(scope, id, { provider, roleName: role, parentRoleName: to });
}

/** The right to act as a role, given to a user. */
export function grantRoleToUser(
  scope: Construct,
  id: string,
  { provider, role, user }: { provider: SnowflakeProvider; role: string; user: string },
): void {
  new GrantAccountRole(scope, id, { provider, roleName: role, userName: user });
}

/** A schema as grants name it: made of names rather than a computed attribute, so that a first plan shows it. */
export function qualified({ database, schema }: Pick<SchemaName, "database" | "schema">): string {
  return `"${database}"."${schema}"`;
}

function granted({ provider, roleName, grantAfter }: Grantee, privileges: string[]) {
  const dependsOn = grantAfter.length > 0 ? [...grantAfter] : undefined;
  return { provider, accountRoleName: roleName, privileges, withGrantOption: false, dependsOn };
}
