import type { Grant } from "../engine.ts";
import type { PlatformGrants } from "./grants.ts";
import type { DuckDbObject } from "./objects.ts";

/**
 * A grant as a version's file keeps it. `account`: it came from what stands in the account, not from a model's hook, and
 * goes when it is revoked there.
 */
export interface StoredGrant extends Grant {
  readonly account: boolean;
}

/** A tag on a column. `cloned`: it came with the clone; a model has not set it since. */
export interface ColumnTag {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly dataClass: string;
  readonly cloned: boolean;
}

const kinds = { TABLES: "TABLE", VIEWS: "VIEW", "DYNAMIC TABLES": "DYNAMIC TABLE" } as const;

/** What stands in the account on a database: on itself, its schemas, and the objects that schemas will hold. */
export function standing(account: PlatformGrants, database: string): StoredGrant[] {
  return account.grants
    .filter((grant) => grant.database === database)
    .flatMap(({ role, privilege, on, schema, when }): StoredGrant[] => {
      const right = { role, privilege, account: true };
      if (on === "DATABASE") return [{ ...right, on, future: false }];
      if (schema === undefined) return [];
      if (on === "SCHEMA") return [{ ...right, on, schema, future: false }];
      return when === "future" ? [{ ...right, on: kinds[on], schema, future: true }] : [];
    });
}

/**
 * The grants of a fresh clone. As in Snowflake, those on the database itself and on future objects are lost, and schemas
 * and objects keep theirs. Source: Snowflake documentation, "Cloning considerations: Access control privileges".
 */
export function afterClone(
  before: readonly StoredGrant[],
  objects: readonly DuckDbObject[],
  account: PlatformGrants,
  database: string,
): StoredGrant[] {
  const onObjects = account.grants.filter((grant) => grant.database === database && grant.on in kinds);
  const stands = (grant: StoredGrant, when?: "now") =>
    onObjects.some(
      (each) =>
        (when === undefined || each.when === when) &&
        each.role === grant.role &&
        each.privilege === grant.privilege &&
        each.schema === grant.schema &&
        Reflect.get(kinds, each.on) === grant.on,
    );
  const kept = before.filter((grant) => isOn(grant, objects) && (!grant.account || stands(grant)));
  const given = objects.flatMap((object) =>
    onObjects
      .map(({ role, privilege }) => grantOn(object, role, privilege))
      .filter((grant) => stands(grant, "now") && !kept.some((each) => sameGrant(each, grant))),
  );
  const schemas = standing(account, database).filter(({ on }) => on === "SCHEMA");
  return unique([...schemas, ...kept, ...given]);
}

/**
 * The grants of a candidate that models were built into. As in Snowflake, an object that was created or replaced has lost
 * its grants and has those that its schema gives to future ones, less what a model's hook revoked. Source: Snowflake
 * documentation, "CREATE TABLE" (COPY GRANTS) and "Future grants on database or schema objects".
 */
export function afterBuild(
  now: readonly StoredGrant[],
  cloned: readonly StoredGrant[],
  objects: readonly DuckDbObject[],
  isKept: (object: DuckDbObject) => boolean,
): StoredGrant[] {
  const elsewhere = now.filter(({ object }) => object === undefined);
  const revoked = cloned.filter((grant) => !now.some((each) => sameGrant(each, grant)));
  const onObjects = objects.flatMap((object) => {
    const own = now.filter((grant) => isOn(grant, [object]));
    if (isKept(object)) return own;
    const future = elsewhere.filter(
      ({ future, on, schema }) => future && on === object.kind && schema === object.schema,
    );
    const given = future
      .map(({ role, privilege }) => grantOn(object, role, privilege))
      .filter((grant) => !revoked.some((each) => sameGrant(each, grant)));
    return [...given, ...own.filter(({ account }) => !account)];
  });
  return unique([...elsewhere, ...onObjects]);
}

/** The tags of a candidate that models were built into: an object that was created or replaced has only those set since. */
export function tagsAfterBuild(
  tags: readonly ColumnTag[],
  objects: readonly DuckDbObject[],
  isKept: (object: DuckDbObject) => boolean,
): ColumnTag[] {
  return tags.filter((tag) => {
    const object = objects.find(({ schema, name }) => schema === tag.schema && name === tag.table);
    return object !== undefined && (!tag.cloned || isKept(object));
  });
}

/** The role and every role that it holds, directly or through others. */
export function rolesOf(role: string, { roles }: PlatformGrants): ReadonlySet<string> {
  const found = new Set([role]);
  for (const each of found) for (const held of roles[each] ?? []) found.add(held);
  return found;
}

function grantOn({ schema, name, kind }: DuckDbObject, role: string, privilege: string): StoredGrant {
  return { role, privilege, on: kind, schema, object: name, future: false, account: true };
}

function isOn({ on, schema, object }: Grant, objects: readonly DuckDbObject[]): boolean {
  return objects.some((each) => each.schema === schema && each.name === object && each.kind === on);
}

function unique(grants: readonly StoredGrant[]): StoredGrant[] {
  return grants.filter((grant, index) => grants.findIndex((each) => sameGrant(each, grant)) === index);
}

function sameGrant(a: Grant, b: Grant): boolean {
  return (["role", "privilege", "on", "schema", "object", "future"] as const).every((key) => a[key] === b[key]);
}
