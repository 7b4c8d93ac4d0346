import { z } from "zod";
import { ConfigurationError } from "../constructs/support/errors.ts";
import type { Environment } from "../environments/environment.ts";
import { homeFolders } from "../environments/home.ts";
import { type PlatformGrants, platformGrants } from "../jobs/publish/duckdb/grants.ts";
import { Store } from "../rehearsal/cloud/store.ts";

type Grants = PlatformGrants["grants"];

const bulk = z.array(z.looseObject({ in_schema: z.string().nullish(), object_type_plural: z.string() })).nullish();
const privileges = z.looseObject({
  account_role_name: z.string(),
  privileges: z.array(z.string()).nullish(),
  on_account_object: z.array(z.looseObject({ object_type: z.string(), object_name: z.string() })).nullish(),
  on_schema: z.array(z.looseObject({ schema_name: z.string().nullish() })).nullish(),
  on_schema_object: z.array(z.looseObject({ all: bulk, future: bulk })).nullish(),
});
const roleGrant = z.looseObject({ role_name: z.string(), parent_role_name: z.string().nullish() });
const inSchema = { database: z.string(), schema: z.string(), name: z.string() };
const tag = z.looseObject({ ...inSchema, masking_policies: z.array(z.string()).nullish() });
const policy = z.looseObject({
  ...inSchema,
  argument: z.array(z.looseObject({ type: z.string() })).min(1),
  body: z.string(),
});

/** Kinds of objects whose grants the DuckDB engine keeps: those that a published database holds. */
const kinds = ["TABLES", "VIEWS", "DYNAMIC TABLES"] as const;

/**
 * The grants, tags and masking policies that stand in a simulated Snowflake account, as a job of the DuckDB engine reads
 * them. They come from what is deployed: one that somebody revoked there by hand is missing.
 */
export function deployedGrants(home: string, { snowflake }: Environment): PlatformGrants {
  const store = new Store(homeFolders(home).cloud);
  const account = `snowflake/${snowflake.organization}-${snowflake.account}`;
  const all = <T extends z.ZodType>(type: string, schema: T): z.output<T>[] =>
    store.list(`${account}/${type}`).map(({ id, values }) => understood(schema, `${type} ${id}`, values));
  return understood(platformGrants, "the grants of the simulated account", {
    roles: heldRoles(all("snowflake_grant_account_role", roleGrant)),
    grants: all("snowflake_grant_privileges_to_account_role", privileges).flatMap(grantsOf),
    tags: masksByTag(all("snowflake_tag", tag), all("snowflake_masking_policy", policy)),
  });
}

function heldRoles(grants: readonly z.output<typeof roleGrant>[]): PlatformGrants["roles"] {
  const held: Record<string, string[]> = {};
  for (const { role_name, parent_role_name } of grants) {
    if (!parent_role_name) continue;
    held[parent_role_name] = [...(held[parent_role_name] ?? []), role_name];
  }
  return held;
}

/** Grants on warehouses, integrations and the account itself say nothing of a database's content. */
function grantsOf(grant: z.output<typeof privileges>): Grants {
  const each = (place: Omit<Grants[number], "role" | "privilege">) =>
    (grant.privileges ?? []).map((privilege) => ({ role: grant.account_role_name, privilege, ...place }));
  const onDatabases = (grant.on_account_object ?? []).filter(({ object_type }) => object_type === "DATABASE");
  const onSchemas = (grant.on_schema ?? []).flatMap(({ schema_name }) => schemaOf(schema_name));
  const onObjects = grant.on_schema_object ?? [];
  return [
    ...onDatabases.flatMap(({ object_name }) => each({ on: "DATABASE", database: bare(object_name), when: "now" })),
    ...onSchemas.flatMap((place) => each({ on: "SCHEMA", ...place, when: "now" })),
    ...onObjects.flatMap(({ all, future }) =>
      [...bulkPlaces(all, "now"), ...bulkPlaces(future, "future")].flatMap(each),
    ),
  ];
}

function bulkPlaces(
  objects: z.output<typeof bulk>,
  when: "now" | "future",
): Omit<Grants[number], "role" | "privilege">[] {
  return (objects ?? []).flatMap(({ in_schema, object_type_plural }) => {
    const on = kinds.find((kind) => kind === object_type_plural);
    return on === undefined ? [] : schemaOf(in_schema).map((place) => ({ on, ...place, when }));
  });
}

function schemaOf(qualified: string | null | undefined): { database: string; schema: string }[] {
  const [database, schema] = (qualified ?? "").split(".").map(bare);
  return database && schema ? [{ database, schema }] : [];
}

/** A tag is `DATABASE.SCHEMA.TAG`; a policy that it names and that is gone masks nothing. */
function masksByTag(
  tags: readonly z.output<typeof tag>[],
  policies: readonly z.output<typeof policy>[],
): PlatformGrants["tags"] {
  const byName = new Map(policies.map((each) => [qualified(each), each]));
  return Object.fromEntries(
    tags.map((each) => [
      qualified(each),
      (each.masking_policies ?? []).flatMap((name) => {
        const found = byName.get(name.split(".").map(bare).join("."));
        return found ? [{ policy: qualified(found), type: found.argument[0]?.type ?? "", body: found.body }] : [];
      }),
    ]),
  );
}

function qualified({ database, schema, name }: { database: string; schema: string; name: string }): string {
  return [database, schema, name].map(bare).join(".");
}

/** Names of the account are upper case without quotes, and stored with them. */
function bare(name: string): string {
  return name.replaceAll('"', "");
}

function understood<T extends z.ZodType>(schema: T, what: string, value: unknown): z.output<T> {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const [issue] = error.issues;
  throw new ConfigurationError([
    `${what} in the simulated cloud: ${issue?.path.join(".")} is not what a deploy writes (${issue?.message}); jobs run from it. Run npx cdktf deploy, which writes it again.`,
  ]);
}
