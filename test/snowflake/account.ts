/**
 * What the model knows of an account: databases with what they hold, and roles. The rules of Snowflake that publishing
 * runs into are here; what statements mean is in statements.ts.
 */
export type Kind = "TABLE" | "VIEW" | "DYNAMIC TABLE" | "TASK" | "ALERT" | "PROCEDURE";
export type Cell = string | number | boolean | null;

export interface Right {
  readonly privilege: string;
  readonly role: string;
}

export interface FutureRight extends Right {
  readonly kind: Kind;
}

export interface Thing {
  kind: Kind;
  owner: string;
  grants: Right[];
  /** Column → tag. */
  tags: Map<string, string>;
  clusterBy: string | null;
  /** Started, refreshing, or clustering automatically. */
  running: boolean;
  columns: string[];
  rows: Record<string, Cell>[];
  /** Of what has one: the text as it was written, bound when it runs. */
  text: string;
}

export interface Schema {
  owner: string;
  grants: Right[];
  future: FutureRight[];
  things: Map<string, Thing>;
}

export interface Database {
  owner: string;
  grants: Right[];
  /** Future rights of the whole database; those of a schema for the same kind hide them. */
  future: FutureRight[];
  schemas: Map<string, Schema>;
}

/** Snowflake's own errors. */
export class SnowflakeError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export class Account {
  readonly databases = new Map<string, Database>();
  /** Role → roles that it holds. */
  readonly held = new Map<string, string[]>();
  /** Roles that may create databases. */
  readonly creators = new Set<string>();
  /** `TAG` → the role that sees columns so tagged as they are. Policies are `GOVERNANCE.POLICIES.<TAG>_VARCHAR`. */
  readonly unmaskedBy = new Map<string, string>();
  /** Ids of statements that go on although nobody waits for them → their query tag. */
  readonly running = new Map<string, string>();
  /** Milliseconds since the epoch. Every statement takes one. */
  now = Date.parse("2026-03-02T02:15:00.000Z");

  /** The same, as it stands now. */
  copy(): Account {
    const copy = new Account();
    for (const [name, database] of structuredClone(this.databases)) copy.databases.set(name, database);
    for (const [role, held] of this.held) copy.held.set(role, held);
    for (const role of this.creators) copy.creators.add(role);
    for (const [tag, role] of this.unmaskedBy) copy.unmaskedBy.set(tag, role);
    copy.now = this.now;
    return copy;
  }

  database(name: string): Database {
    return this.databases.get(name) ?? absent(`Database '${name}'`);
  }

  schema(database: string, name: string): Schema {
    return this.database(database).schemas.get(name) ?? absent(`Schema '${database}.${name}'`);
  }

  thing(database: string, schema: string, name: string): Thing {
    return this.schema(database, schema).things.get(name) ?? absent(`Object '${database}.${schema}.${name}'`);
  }

  /** Every role that counts as in session: the one in use and all that it holds. */
  inSession(role: string): Set<string> {
    const found = new Set<string>();
    const add = (each: string) => {
      if (found.has(each)) return;
      found.add(each);
      for (const held of this.held.get(each) ?? []) add(held);
    };
    add(role);
    return found;
  }

  owns(role: string, owner: string): boolean {
    return this.inSession(role).has(owner);
  }

  has(role: string, rights: readonly Right[], privilege: string): boolean {
    const roles = this.inSession(role);
    return rights.some((right) => right.privilege === privilege && roles.has(right.role));
  }

  mayRead(role: string, database: string, schema: string, name: string): boolean {
    const [db, place, thing] = [
      this.database(database),
      this.schema(database, schema),
      this.thing(database, schema, name),
    ];
    const enters = this.owns(role, db.owner) || this.has(role, db.grants, "USAGE");
    const within = this.owns(role, place.owner) || this.has(role, place.grants, "USAGE");
    return enters && within && (this.owns(role, thing.owner) || this.has(role, thing.grants, "SELECT"));
  }

  /**
   * Grants on what it holds come along, those on itself do not; it belongs to whoever made it; future rights of schemas come
   * along, of the database not; what runs is suspended. Time passes meanwhile, but it is one moment's content.
   */
  clone(from: string, to: string, role: string): void {
    if (!this.creators.has(role)) throw new SnowflakeError(3001, "Insufficient privileges to operate on account");
    const source = this.database(from);
    this.refuseTaken(to);
    const schemas = [...source.schemas].map(([name, schema]): [string, Schema] => [name, cloneSchema(schema)]);
    this.databases.set(to, { owner: role, grants: [], future: [], schemas: new Map(schemas) });
  }

  rename(from: string, to: string, role: string): void {
    const database = this.database(from);
    this.refuseStranger(role, database.owner, from);
    this.refuseTaken(to);
    this.databases.delete(from);
    this.databases.set(to, database);
  }

  /** Both ways at once: objects, rights and owners go with the database, and the same statement again undoes it. */
  swap(one: string, other: string, role: string): void {
    const [first, second] = [this.database(one), this.database(other)];
    this.refuseStranger(role, first.owner, one);
    this.refuseStranger(role, second.owner, other);
    this.databases.set(one, second);
    this.databases.set(other, first);
  }

  drop(name: string, role: string): void {
    this.refuseStranger(role, this.database(name).owner, name);
    this.databases.delete(name);
  }

  /** A new object: whatever one of that name had (rights, tags, cluster key) is gone, and the future rights apply. */
  create(database: string, schema: string, name: string, thing: Partial<Thing> & Pick<Thing, "kind" | "owner">): void {
    const place = this.schema(database, schema);
    const ofSchema = place.future.filter(({ kind }) => kind === thing.kind);
    const applying =
      ofSchema.length > 0 ? ofSchema : this.database(database).future.filter(({ kind }) => kind === thing.kind);
    place.things.set(name, {
      grants: applying.map(({ privilege, role }) => ({ privilege, role })),
      tags: new Map(),
      clusterBy: null,
      running: false,
      columns: [],
      rows: [],
      text: "",
      ...thing,
    });
  }

  refuseStranger(role: string, owner: string, what: string): void {
    if (!this.owns(role, owner)) throw new SnowflakeError(3001, `Insufficient privileges to operate on '${what}'`);
  }

  private refuseTaken(name: string): void {
    if (this.databases.has(name)) throw new SnowflakeError(2002, `Object '${name}' already exists.`);
  }
}

function cloneSchema(schema: Schema): Schema {
  const things = [...schema.things].map(([name, thing]): [string, Thing] => [
    name,
    { ...thing, grants: [...thing.grants], tags: new Map(thing.tags), rows: [...thing.rows], running: false },
  ]);
  return { ...schema, grants: [...schema.grants], future: [...schema.future], things: new Map(things) };
}

export function absent(what: string): never {
  throw new SnowflakeError(2003, `${what} does not exist or not authorized.`);
}
