/** A synthesized stack, as far as access to Snowflake is read from it. */
export interface SnowflakeStack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Body>>>>;
  readonly provider?: { readonly snowflake?: readonly { readonly alias?: string; readonly role?: string }[] };
}

/** What a resource says: attributes and blocks by their Terraform names. */
export type Body = Readonly<Record<string, unknown>>;

/** One resource with its references to others replaced by the names they stand for. */
export interface Declared {
  readonly type: string;
  readonly body: Body;
  /** The Snowflake role that makes it, and so owns it at first. */
  readonly maker: string;
}

/** Every Snowflake resource of the stacks, in names as Snowflake will have them. */
export function declaredIn(stacks: readonly SnowflakeStack[]): Declared[] {
  return stacks.flatMap((stack) => {
    const roles = new Map((stack.provider?.snowflake ?? []).map(({ alias = "", role = "" }) => [alias, role]));
    const resources = Object.entries(stack.resource ?? {}).filter(([type]) => type.startsWith("snowflake_"));
    const bodies = new Map(
      resources.flatMap(([type, byId]) => Object.entries(byId).map(([id, body]) => [`${type}.${id}`, body] as const)),
    );
    return [...bodies].map(([address, body]) => ({
      type: address.split(".")[0] ?? "",
      body: named(body, bodies),
      maker: roles.get(String(body.provider ?? "").split(".")[1] ?? "") ?? "",
    }));
  });
}

const reference = /\$\{(snowflake_[a-z_]+\.[A-Za-z0-9_-]+)\.([a-z_]+)\}/g;

function named(body: Body, bodies: ReadonlyMap<string, Body>): Body {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, resolved(value, bodies)]));
}

function resolved(value: unknown, bodies: ReadonlyMap<string, Body>): unknown {
  if (typeof value === "string")
    return value.replaceAll(reference, (all, address, attribute) => attributeOf(bodies, address, attribute) ?? all);
  if (Array.isArray(value)) return value.map((item) => resolved(item, bodies));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner, bodies)]));
  return value;
}

/** `name` stands in the resource itself; a qualified name is made of it and of what it lies in. */
function attributeOf(bodies: ReadonlyMap<string, Body>, address: string, attribute: string): string | undefined {
  const body = bodies.get(address);
  if (body === undefined) return undefined;
  if (attribute !== "fully_qualified_name") {
    const value = resolved(body[attribute], bodies);
    return typeof value === "string" ? value : undefined;
  }
  const parts = ["database", "schema", "name"].flatMap((key) => {
    const part = resolved(body[key], bodies);
    return typeof part === "string" ? [`"${part}"`] : [];
  });
  return parts.join(".");
}
