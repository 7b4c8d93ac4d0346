import type { Attribute, Block, CtyType } from "../schema/schema.ts";
import { isValues, type Value, type Values } from "../value.ts";
import { member } from "./paths.ts";
import { unreadable } from "./store.ts";

/**
 * The values of a stored object in the form its schema asks for: what a person took out of the file is null or empty,
 * what the schema does not know is dropped. A value of the wrong type is an error that names file and attribute.
 */
export function conform(schema: Block, values: Values, file: string): Values {
  return conformBlock(schema, values, (path, wanted) => {
    throw unreadable(file, `values.${path} must be ${wanted}`);
  });
}

type Complain = (path: string, wanted: string) => never;

function conformBlock(schema: Block, values: Values, complain: Complain, prefix = ""): Values {
  const conformed: Values = {};
  for (const attribute of schema.attributes) {
    conformed[attribute.name] = conformAttribute(
      attribute,
      values[attribute.name] ?? null,
      complain,
      prefix + attribute.name,
    );
  }
  for (const { name, nesting, block } of schema.blocks) {
    const value = values[name];
    const path = prefix + name;
    const inner = (object: Value, at: string) =>
      isValues(object) ? conformBlock(block, object, complain, `${at}.`) : complain(at, "an object");
    if (nesting === "single") conformed[name] = value === undefined || value === null ? null : inner(value, path);
    else if (nesting === "map") conformed[name] = eachEntry(value ?? {}, path, inner, complain);
    else conformed[name] = eachItem(value ?? [], path, inner, complain);
  }
  return conformed;
}

function conformAttribute(attribute: Attribute, value: Value, complain: Complain, path: string): Value {
  if (attribute.nested === undefined) return conformTyped(attribute.type, value, complain, path);
  if (value === null) return null;
  const { nesting, attributes } = attribute.nested;
  const inner = (object: Value, at: string) =>
    isValues(object) ? conformBlock({ attributes, blocks: [] }, object, complain, `${at}.`) : complain(at, "an object");
  if (nesting === "single") return inner(value, path);
  return nesting === "map" ? eachEntry(value, path, inner, complain) : eachItem(value, path, inner, complain);
}

function conformTyped(type: CtyType, value: Value, complain: Complain, path: string): Value {
  if (value === null || type === "dynamic") return value;
  if (type === "string") return typeof value === "string" ? value : complain(path, "a string");
  if (type === "bool") return typeof value === "boolean" ? value : complain(path, "true or false");
  if (type === "number") return isNumber(value) ? value : complain(path, "a number");
  if (type[0] === "object") return conformObject(type[1], value, complain, path);
  const element = type[1];
  const inner = (item: Value, at: string) => conformTyped(element, item, complain, at);
  return type[0] === "map" ? eachEntry(value, path, inner, complain) : eachItem(value, path, inner, complain);
}

function conformObject(types: Record<string, CtyType>, value: Value, complain: Complain, path: string): Value {
  if (!isValues(value)) return complain(path, "an object");
  return Object.fromEntries(
    Object.entries(types).map(([name, type]): [string, Value] => [
      name,
      conformTyped(type, member(value, name), complain, `${path}.${name}`),
    ]),
  );
}

/** A decimal may be stored as text: see {@link Value}. */
function isNumber(value: Value): boolean {
  return (
    typeof value === "number" ||
    typeof value === "bigint" ||
    (typeof value === "string" && !Number.isNaN(Number(value)))
  );
}

type Inner = (value: Value, path: string) => Value;

function eachItem(value: Value, path: string, inner: Inner, complain: Complain): Value {
  if (!Array.isArray(value)) return complain(path, "a list");
  return value.map((item, index) => inner(item, `${path}[${index}]`));
}

function eachEntry(value: Value, path: string, inner: Inner, complain: Complain): Value {
  if (!isValues(value)) return complain(path, "an object");
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Value] => [key, inner(item, `${path}.${key}`)]),
  );
}
