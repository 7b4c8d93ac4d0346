import { z } from "zod";
import { child } from "../../environments/merge.ts";

/** One value of a configuration that may be another. */
export interface Knob {
  readonly path: readonly string[];
  /** The path with `*` for names of the user's own: knobs of one pattern mean the same. */
  readonly pattern: string;
  readonly schema: z.ZodType;
  readonly value: unknown;
}

/** Every knob that a schema offers where `value` stands, those that nobody has set included. */
export function knobsOf(schema: z.ZodType, value: unknown, path: readonly string[], pattern = path): Knob[] {
  const inner = unwrapped(schema);
  const below = (key: string, next: z.ZodType, name = key) =>
    knobsOf(next, child(value, key), [...path, key], [...pattern, name]);
  if (value !== undefined && inner instanceof z.ZodObject) {
    return Object.entries(inner.shape).flatMap(([key, next]) => below(key, next as z.ZodType));
  }
  if (inner instanceof z.ZodDiscriminatedUnion) return knobsOf(kindOf(inner, value), value, path, pattern);
  if (inner instanceof z.ZodRecord && Object.keys(Object(value)).length > 0) {
    const name = inner.keyType instanceof z.ZodEnum ? undefined : "*";
    return Object.keys(Object(value)).flatMap((key) => below(key, inner.valueType as z.ZodType, name));
  }
  return [{ path, pattern: pattern.join("."), schema: inner, value }];
}

function kindOf(union: z.ZodDiscriminatedUnion, value: unknown): z.ZodType {
  const discriminator = union.def.discriminator;
  const options = union.options.map((option) => unwrapped(option as z.ZodType));
  const found = options.find(
    (option) =>
      option instanceof z.ZodObject &&
      (option.shape[discriminator] as z.ZodType).safeParse(child(value, discriminator)).success,
  );
  if (found === undefined) throw new Error(`no kind of ${JSON.stringify(value)}`);
  return found;
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
