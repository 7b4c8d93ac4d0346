import { z } from "zod";

type Path = readonly PropertyKey[];

/** The keys that may stand beside the last one of a path; none where the names are the user's to choose. */
export function keysBeside(schema: z.ZodType, path: Path): string[] {
  const parent = along(schema, path.slice(0, -1)).at(-1);
  if (parent instanceof z.ZodObject) return Object.keys(parent.shape);
  if (parent instanceof z.ZodDiscriminatedUnion)
    return [...new Set(optionsOf(parent).flatMap(({ shape }) => Object.keys(shape)))];
  if (parent instanceof z.ZodRecord && parent.keyType instanceof z.ZodEnum) return parent.keyType.options.map(String);
  return [];
}

/** The path of the innermost entry, of a record with names of the user's, that a path runs through or ends in. */
export function enclosingEntry(schema: z.ZodType, path: Path): Path | undefined {
  const length = along(schema, path).findLastIndex((at) => at instanceof z.ZodRecord) + 1;
  return length > 0 && length <= path.length ? path.slice(0, length) : undefined;
}

/** The schemas that a path runs through, from the outermost. Shorter than the path where that leaves the shape. */
function along(schema: z.ZodType, path: Path): z.ZodType[] {
  const schemas = [unwrapped(schema)];
  for (const key of path) {
    const next = inside(schemas.at(-1), key);
    if (next === undefined) break;
    schemas.push(unwrapped(next));
  }
  return schemas;
}

function inside(schema: z.ZodType | undefined, key: PropertyKey): z.ZodType | undefined {
  if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, key) ? schema.shape[String(key)] : undefined;
  // Which kind an object is does not matter here: keys of the same name are of the same form in all of them.
  if (schema instanceof z.ZodDiscriminatedUnion)
    return optionsOf(schema).flatMap(({ shape }) => (Object.hasOwn(shape, key) ? [shape[String(key)]] : []))[0];
  if (schema instanceof z.ZodRecord) return schema.valueType as z.ZodType;
  if (schema instanceof z.ZodArray) return schema.element as z.ZodType;
  return undefined;
}

function optionsOf(union: z.ZodDiscriminatedUnion): z.ZodObject[] {
  return union.options
    .map((option) => unwrapped(option as z.ZodType))
    .filter((option) => option instanceof z.ZodObject);
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional
  ) {
    return unwrapped(schema.unwrap() as z.ZodType);
  }
  return schema;
}
