import { z } from "zod";
import { ConfigurationError } from "../../../constructs/support/errors.ts";
import { isValues, type Values } from "./values.ts";

interface Body extends Values {
  readonly "//"?: { readonly metadata?: { readonly path: string } };
  readonly lifecycle?: { readonly prevent_destroy?: unknown };
}

// Looked at, not copied: a stack has thousands.
const body = z.custom<Body>(
  (value) => isValues(value) && hasNotes(value["//"]) && (value.lifecycle === undefined || isValues(value.lifecycle)),
);

function hasNotes(notes: unknown): boolean {
  if (notes === undefined) return true;
  if (!isValues(notes)) return false;
  return notes.metadata === undefined || (isValues(notes.metadata) && typeof notes.metadata.path === "string");
}

/** The parts we read of a synthesized stack, `cdk.tf.json`. */
const configurationJson = z.looseObject({
  resource: z.record(z.string(), z.record(z.string(), body)).default({}),
  data: z.record(z.string(), z.record(z.string(), body)).default({}),
});
export type Configuration = z.output<typeof configurationJson>;

/**
 * A synthesized stack.
 * @param place what the text was read from, for the error
 * @throws ConfigurationError when it is none
 */
export function readConfiguration(text: string, place: string): Configuration {
  try {
    return configurationJson.parse(JSON.parse(text));
  } catch {
    throw new ConfigurationError([
      `${place}: it is no synthesized stack. Synthesize it again with \`npx cdktf synth\`.`,
    ]);
  }
}

/** Whether two configurations say the same, whatever the engine's own notes in them. */
export function sameConfiguration(one: Configuration, other: Configuration): boolean {
  return same(one, other);
}

function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => same(item, other[index]));
  if (!isValues(one) || !isValues(other)) return one === other;
  const [names, others] = [one, other].map((values) => Object.keys(values).filter((name) => name !== "//"));
  return (
    names?.length === others?.length &&
    (names ?? []).every((name) => Object.hasOwn(other, name) && same(one[name], other[name]))
  );
}

/** What a configuration says of a resource, or of each of its instances. */
export function bodyOf({ resource }: Configuration, address: string): Values | undefined {
  const [type = "", id = ""] = address.replace(/\[[^\]]*\]$/, "").split(".");
  const bodies = Object.hasOwn(resource, type) ? resource[type] : undefined;
  return bodies !== undefined && Object.hasOwn(bodies, id) ? bodies[id] : undefined;
}

/** Addresses of the resources that Terraform may not destroy. */
export function keptFromDestruction({ resource }: Configuration): Set<string> {
  const kept = Object.entries(resource).flatMap(([type, bodies]) =>
    Object.entries(bodies)
      .filter(([, { lifecycle }]) => lifecycle?.prevent_destroy === true)
      .map(([id]) => `${type}.${id}`),
  );
  return new Set(kept);
}

/** Addresses of all resources. */
export function declaredAddresses({ resource }: Configuration): Set<string> {
  return new Set(
    Object.entries(resource).flatMap(([type, bodies]) => Object.keys(bodies).map((id) => `${type}.${id}`)),
  );
}
