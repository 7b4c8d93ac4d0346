/** A JSON schema of Kubernetes' OpenAPI document, as far as the shape of a value is read off it. */
export interface ApiSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly oneOf?: readonly ApiSchema[];
  readonly properties?: Readonly<Record<string, ApiSchema>>;
  readonly additionalProperties?: ApiSchema | boolean;
  readonly items?: ApiSchema;
}

type Resolve = (schema: ApiSchema) => ApiSchema;

/** Where Terraform's name of a field is not the same word in snake_case, singular or plural. */
const renamed: Readonly<Record<string, string>> = { timeZone: "timezone" };

/**
 * A block of Terraform's Kubernetes provider as the field of the API that the provider would send: names as the schema has
 * them, lists where it has lists, numbers where it has numbers. What the schema does not know stays as it is, to be refused.
 */
export function manifestValue(value: unknown, given: ApiSchema, resolve: Resolve): unknown {
  const schema = resolve(given);
  if (takes(schema, "array")) {
    return listOf(value).map((item) => manifestValue(item, schema.items ?? {}, resolve));
  }
  if (typeof value === "string") return numberWhereAsked(value, schema);
  const object = Array.isArray(value) && value.length === 1 && !isScalar(schema) ? value[0] : value;
  if (typeof object !== "object" || object === null || schema.properties === undefined) return object;
  return fieldsOf(object, schema.properties, resolve);
}

function fieldsOf(block: object, properties: Readonly<Record<string, ApiSchema>>, resolve: Resolve): object {
  const left = new Map(Object.entries(block).filter(([, value]) => value !== undefined && value !== null));
  const fields: [string, unknown][] = [];
  for (const [name, schema] of Object.entries(properties)) {
    const key = terraformNames(name).find((candidate) => left.has(candidate));
    if (key === undefined) continue;
    fields.push([name, manifestValue(left.get(key), schema, resolve)]);
    left.delete(key);
  }
  return Object.fromEntries([...fields, ...left]);
}

/** A list of blocks has the name of one. */
function terraformNames(field: string): string[] {
  const snake = (renamed[field] ?? field).replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return [snake, snake.replace(/s$/, ""), snake.replace(/ies$/, "y")];
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** The provider keeps numbers as text where the API takes both, or where nothing must not be 0. */
function numberWhereAsked(value: string, schema: ApiSchema): unknown {
  return takes(schema, "integer") && /^\d+$/.test(value) ? Number(value) : value;
}

function takes(schema: ApiSchema, type: string): boolean {
  return [schema.type ?? []].flat().includes(type) || (schema.oneOf ?? []).some((one) => takes(one, type));
}

function isScalar(schema: ApiSchema): boolean {
  return ["string", "integer", "number", "boolean"].some((type) => takes(schema, type));
}
