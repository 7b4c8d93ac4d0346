import type { Attribute, Block, CtyType } from "../schema/schema.ts";
import { isUnknown, isValues, UNKNOWN, type Value, type Values } from "../value.ts";
import type { DraftObject } from "./draft.ts";
import { member } from "./paths.ts";

/** A fixed moment: a rehearsal's values must not depend on when it runs. */
export const CREATED_AT = "2026-01-01T00:00:00Z";

/** What attributes of these names hold, whatever their type of resource. Templates as in an object kind. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/^(owner_id|account_id|registry_id|catalog_id|owner_account)$/, "{account}"],
  [/^(status|state)$/, "ACTIVE"],
  [/ipv6|_prefix$|^checksum/, ""],
  [/^owner$/, "{role}"],
  [/^database_name$/, "{database}"],
  [/^schema_name$/, "{schema}"],
  [/^organization_name$/, "{organization}"],
  [/^account_name$/, "{snowflakeAccount}"],
  [/(^|_)(arn)$/, "arn:{partition}:generic:{region}:{account}:{chars12}"],
  [
    /(^|_)(created|modified|updated|associated|create|creation|last_modified|last_updated)(_at|_on|_date|_time|_timestamp)?$/,
    CREATED_AT,
  ],
  [/(_at|_on|_date|_time|_timestamp)$/, CREATED_AT],
  [/(^|_)(uuid|uid)$/, "{uuid}"],
  [/(^|_)(dns_name|domain_name|hostname|host|fqdn)$/, "{chars12}.{region}.amazonaws.com"],
  [/(^|_)(endpoint|url)$/, "https://{chars12}.{region}.amazonaws.com"],
  [/(^|_)ip(_address)?$/, "{address}"],
  [/(^|_)ids?$/, "{hex17}"],
  [/(^|_)region$/, "{region}"],
  [/(^|_)(etag|checksum|hash|fingerprint)$/, "{hex32}"],
  [/(^|_)thumbprints?$/, "{hex40}"],
  [/version$/, "1"],
];

/**
 * Gives every unknown in `planned` a value that looks real and follows from the object alone. Known values, blocks and
 * nulls stay as they are: Terraform refuses an apply that changes what was planned.
 */
export function fillUnknowns(schema: Block, planned: Values, draft: DraftObject): Values {
  return fillBlock(schema, planned, draft, "", 0);
}

function fillBlock(schema: Block, values: Values, draft: DraftObject, prefix: string, index: number): Values {
  const filled: Values = { ...values };
  for (const attribute of schema.attributes) {
    const value = values[attribute.name];
    if (value !== undefined)
      filled[attribute.name] = fillAttribute(attribute, value, draft, `${prefix}${attribute.name}`, index);
  }
  for (const { name, block } of schema.blocks) {
    const value = values[name];
    if (value !== undefined)
      filled[name] = eachObject(value, (object, at) => fillBlock(block, object, draft, `${prefix}${name}.`, at));
  }
  return filled;
}

function fillAttribute(attribute: Attribute, value: Value, draft: DraftObject, path: string, index: number): Value {
  if (attribute.nested === undefined) {
    if (!isUnknown(value)) return fillTyped(attribute.type, value, draft, path, index);
    const known = draft.fill(path);
    if (known !== undefined) return known;
    // What may be set and is not is as a rule empty; what only the cloud can set as a rule is not.
    return attribute.optional ? emptyOf(attribute.type, draft, path) : invent(attribute.type, draft, path, index);
  }
  const { nesting, attributes } = attribute.nested;
  const inner: Block = { attributes, blocks: [] };
  if (!isUnknown(value)) return eachObject(value, (object, at) => fillBlock(inner, object, draft, `${path}.`, at));
  const known = draft.fill(path);
  if (known !== undefined) return known;
  if (nesting === "map") return {};
  const unknowns = Object.fromEntries(attributes.map(({ name }): [string, Value] => [name, UNKNOWN]));
  const object = fillBlock(inner, unknowns, draft, `${path}.`, 0);
  return nesting === "single" ? object : [object];
}

function fillTyped(type: CtyType, value: Value, draft: DraftObject, path: string, index: number): Value {
  if (isUnknown(value)) return invent(type, draft, path, index);
  if (typeof type === "string" || value === null) return value;
  if (type[0] === "object") return fillObject(type[1], value, draft, path, index);
  const element = type[1];
  if (Array.isArray(value)) return value.map((item, at) => fillTyped(element, item, draft, path, at));
  if (!isValues(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Value] => [
      key,
      fillTyped(element, item, draft, `${path}.${key}`, index),
    ]),
  );
}

function fillObject(
  types: Record<string, CtyType>,
  value: Value,
  draft: DraftObject,
  path: string,
  index: number,
): Value {
  if (!isValues(value)) return value;
  return Object.fromEntries(
    Object.entries(types).map(([name, type]): [string, Value] => [
      name,
      fillTyped(type, member(value, name), draft, `${path}.${name}`, index),
    ]),
  );
}

/** A value of a type of which only the attribute's path is known. */
function invent(type: CtyType, draft: DraftObject, path: string, index: number): Value {
  const known = draft.fill(path);
  if (known !== undefined) return known;
  if (type === "string") return inventText(draft, path, index);
  if (type === "number") return 1;
  if (type === "bool") return false;
  if (type === "dynamic") return null;
  if (type[0] === "map") return {};
  if (type[0] !== "object") return [invent(type[1], draft, path, 0)];
  return Object.fromEntries(
    Object.entries(type[1]).map(([name, inner]): [string, Value] => [
      name,
      invent(inner, draft, `${path}.${name}`, index),
    ]),
  );
}

function inventText(draft: DraftObject, path: string, index: number): string {
  const name = path.split(".").at(-1) ?? path;
  // Outputs such as show_output repeat the object's own arguments.
  const own = path === name ? null : draft.at(name);
  if (typeof own === "string") return own;
  const template = BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  if (template !== undefined) return draft.renderAs(`${path} ${index}`, template);
  return `${name.replaceAll("_", "-")}-${draft.hex(`${path} ${index}`, 8)}`;
}

function emptyOf(type: CtyType, draft: DraftObject, path: string): Value {
  if (type === "string")
    return /^(region|account_id|owner_id|catalog_id|registry_id)$/.test(path) ? inventText(draft, path, 0) : "";
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (type === "dynamic") return null;
  if (type[0] === "map") return {};
  return type[0] === "object" ? invent(type, draft, path, 0) : [];
}

function eachObject(value: Value, change: (object: Values, index: number) => Values): Value {
  if (Array.isArray(value)) return value.map((item, at) => (isValues(item) ? change(item, at) : item));
  return isValues(value) ? change(value, 0) : value;
}
