import { type Body, type Declared, declaredIn, type SnowflakeStack } from "./snowflake-stacks.ts";

/** What stands in a schema: one object, or every object of a kind, those there now or those to come. */
export interface Target {
  /** In the plural, as grants name it: TABLES, VIEWS. */
  readonly kind: string;
  readonly database: string;
  readonly schema: string;
  readonly name?: string;
  readonly when: "now" | "later";
}

interface Grant {
  readonly role: string;
  readonly privileges: readonly string[];
  /** ACCOUNT, or a kind in the singular with its name, or kinds in the plural in a schema. */
  readonly on: string;
}

/** What Snowflake has from the start: who administers holds who administers less (Snowflake documentation, "Overview of access control"). */
const systemRoles: readonly (readonly [holder: string, held: string])[] = [
  ["ACCOUNTADMIN", "SYSADMIN"],
  ["ACCOUNTADMIN", "SECURITYADMIN"],
  ["SECURITYADMIN", "USERADMIN"],
];

/**
 * Who may do what in a Snowflake account, computed from synthesized stacks as Snowflake would: roles hold roles, an
 * object's owner may do everything with it, and reaching an object takes a right on its database and schema.
 */
export class SnowflakeAccess {
  readonly roles: readonly string[];
  readonly #held = new Map<string, Set<string>>();
  readonly #grants: readonly Grant[];
  /** Kind and name → the role that owns it. */
  readonly #owners: ReadonlyMap<string, string>;
  readonly #users: ReadonlyMap<string, readonly string[]>;

  constructor(stacks: readonly SnowflakeStack[]) {
    const declared = declaredIn(stacks);
    this.roles = ofType(declared, "snowflake_account_role").map(({ body }) => text(body.name));
    const given = ofType(declared, "snowflake_grant_account_role").map(({ body }) => body);
    for (const [holder, held] of systemRoles) this.#hold(holder, held);
    for (const { role_name, parent_role_name } of given) this.#hold(text(parent_role_name), text(role_name));
    this.#users = new Map(
      ofType(declared, "snowflake_service_user").map(({ body: { name } }) => [
        text(name),
        given.filter(({ user_name }) => user_name === name).map(({ role_name }) => text(role_name)),
      ]),
    );
    this.#grants = ofType(declared, "snowflake_grant_privileges_to_account_role").map(({ body }) => grantOf(body));
    this.#owners = ownersOf(declared);
  }

  /** The role and every role it holds, directly or through others. */
  closure(role: string): ReadonlySet<string> {
    const found = new Set<string>();
    const visit = (name: string) => {
      if (found.has(name)) return;
      found.add(name);
      for (const held of this.#held.get(name) ?? []) visit(held);
    };
    visit(role);
    return found;
  }

  /** The roles that each service user is given. */
  rolesOf(user: string): readonly string[] {
    return this.#users.get(user) ?? [];
  }

  /** Privileges on the account itself. */
  onAccount(role: string): string[] {
    return this.#privileges(role, "ACCOUNT");
  }

  /** Privileges on a schema itself; ownership stands for all of them. */
  onSchema(role: string, database: string, schema: string): string[] {
    return this.#privileges(role, `SCHEMA ${database}.${schema}`);
  }

  onWarehouse(role: string, warehouse: string): string[] {
    return this.#privileges(role, `WAREHOUSE ${warehouse}`);
  }

  /** Whether a session under the role may use a privilege on what stands in a schema. */
  may(role: string, privilege: string, { kind, database, schema, name, when }: Target): boolean {
    const reaches =
      this.#privileges(role, `DATABASE ${database}`).length > 0 && this.onSchema(role, database, schema).length > 0;
    if (!reaches) return false;
    const place = `${database}.${schema}`;
    const named = name === undefined ? [] : this.#privileges(role, `${singular(kind)} ${place}.${name}`);
    // What a grant on a whole database would give, though one on a schema may hide it.
    const general = [place, database].flatMap((where) =>
      this.#privileges(role, `${when === "now" ? "ALL" : "FUTURE"} ${kind} ${where}`),
    );
    return [...named, ...general].some((held) => held === privilege || held === "OWNERSHIP");
  }

  /** Kind and name of everything declared in a database, itself included, with who owns it. */
  owners(database: string): Record<string, string> {
    const inside = [...this.#owners].filter(([thing]) => {
      const name = thing.slice(thing.indexOf(" ") + 1);
      return (thing === `DATABASE ${database}` || name.startsWith(`${database}.`)) && !thing.startsWith("WAREHOUSE");
    });
    return Object.fromEntries(inside);
  }

  #hold(holder: string, held: string): void {
    if (holder === "") return;
    this.#held.set(holder, (this.#held.get(holder) ?? new Set()).add(held));
  }

  #privileges(role: string, on: string): string[] {
    const roles = this.closure(role);
    const granted = this.#grants.filter((grant) => grant.on === on && roles.has(grant.role));
    const owner = this.#owners.get(on);
    const owned = owner !== undefined && roles.has(owner) ? ["OWNERSHIP"] : [];
    return [...new Set([...owned, ...granted.flatMap(({ privileges }) => privileges)])].sort();
  }
}

function ofType(declared: readonly Declared[], type: string): Declared[] {
  return declared.filter((resource) => resource.type === type);
}

/** The kinds that a role comes to own by making them, by their resource types. */
const owned: Readonly<Record<string, string>> = {
  snowflake_database: "DATABASE",
  snowflake_file_format: "FILE FORMAT",
  snowflake_masking_policy: "MASKING POLICY",
  snowflake_network_rule: "NETWORK RULE",
  snowflake_pipe: "PIPE",
  snowflake_row_access_policy: "ROW ACCESS POLICY",
  snowflake_schema: "SCHEMA",
  snowflake_stage: "STAGE",
  snowflake_table: "TABLE",
  snowflake_tag: "TAG",
  snowflake_warehouse: "WAREHOUSE",
};

/** Who makes a thing owns it, until it is handed over. */
function ownersOf(declared: readonly Declared[]): Map<string, string> {
  const made = declared.flatMap(({ type, body, maker }): [string, string][] => {
    const kind = owned[type];
    if (kind === undefined) return [];
    const name = [body.database, body.schema, body.name].filter((part) => part !== undefined).map(text);
    return [[`${kind} ${name.join(".")}`, maker]];
  });
  const handedOver = ofType(declared, "snowflake_grant_ownership").map(({ body }): [string, string] => {
    const on = block(body.on);
    return [`${text(on.object_type)} ${plain(on.object_name)}`, text(body.account_role_name)];
  });
  return new Map([...made, ...handedOver]);
}

function grantOf(body: Body): Grant {
  const privileges = Array.isArray(body.privileges) ? body.privileges.map(text) : [];
  return { role: text(body.account_role_name), privileges, on: targetOf(body) };
}

function targetOf(body: Body): string {
  if (body.on_account === true) return "ACCOUNT";
  const onAccountObject = block(body.on_account_object);
  if (onAccountObject.object_type) return `${text(onAccountObject.object_type)} ${plain(onAccountObject.object_name)}`;
  const onSchema = block(body.on_schema);
  if (onSchema.schema_name) return `SCHEMA ${plain(onSchema.schema_name)}`;
  const { all, future, object_type, object_name } = block(body.on_schema_object);
  const many = block(future ?? all);
  if (many.object_type_plural)
    return `${future ? "FUTURE" : "ALL"} ${text(many.object_type_plural)} ${plain(many.in_schema ?? many.in_database)}`;
  return `${text(object_type)} ${plain(object_name)}`;
}

/** A block stands as an object, or as a list of one. */
function block(value: unknown): Body {
  return Object(Array.isArray(value) ? value[0] : value);
}

function plain(name: unknown): string {
  return text(name).replaceAll('"', "");
}

function singular(kind: string): string {
  return kind.replace(/S$/, "");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
