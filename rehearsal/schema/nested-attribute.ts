import type { Member } from "./member.ts";
import type { Attribute, Block, CtyType, Nesting } from "./schema.ts";

type Held = { readonly type: CtyType } | { readonly nesting: Nesting; readonly attributes: readonly Attribute[] };
type Flags = Pick<Attribute, "required" | "optional" | "computed">;

export function attributeOf(member: Member, held: Held): Attribute {
  const { name, required, optional, computed } = member;
  const base = { name, required, optional, computed, sensitive: false, writeOnly: false };
  if ("type" in held) return { ...base, type: held.type };
  if (isObject(member, held)) return { ...base, type: collection(held.nesting, objectType(held.attributes)) };
  const { nesting, attributes } = held;
  return { ...base, nested: { nesting: allowedNesting(nesting, attributes), attributes } };
}

/** The object type that nested attributes amount to. */
export function objectType(attributes: readonly Attribute[]): CtyType {
  return ["object", Object.fromEntries(attributes.map((attribute) => [attribute.name, valueType(attribute)]))];
}

export function collection(nesting: Nesting, element: CtyType): CtyType {
  return nesting === "single" ? element : [nesting, element];
}

export function holdsDynamic(block: Block): boolean {
  return attributesHoldDynamic(block.attributes) || block.blocks.some((nested) => holdsDynamic(nested.block));
}

function attributesHoldDynamic(attributes: readonly Attribute[]): boolean {
  return attributes.some((attribute) => typeHoldsDynamic(valueType(attribute)));
}

function typeHoldsDynamic(type: CtyType): boolean {
  if (typeof type === "string") return type === "dynamic";
  return type[0] === "object" ? Object.values(type[1]).some(typeHoldsDynamic) : typeHoldsDynamic(type[1]);
}

function valueType(attribute: Attribute): CtyType {
  if (attribute.nested === undefined) return attribute.type;
  return collection(attribute.nested.nesting, objectType(attribute.nested.attributes));
}

/**
 * The generator gives the fields of an object type their parent's flags, so nested attributes are recognized by one
 * child that differs. A single struct that only the configuration sets is taken for nested attributes all the same:
 * only providers of the plugin framework have one, and they declare it so.
 */
function isObject(parent: Member, held: { nesting: Nesting; attributes: readonly Attribute[] }): boolean {
  if (held.nesting === "single" && !parent.computed) return false;
  return held.attributes.every((child) => child.nested === undefined && sameFlags(child, parent));
}

function sameFlags(a: Flags, b: Flags): boolean {
  return a.required === b.required && a.optional === b.optional && a.computed === b.computed;
}

function allowedNesting(nesting: Nesting, attributes: readonly Attribute[]): Nesting {
  return nesting === "set" && attributesHoldDynamic(attributes) ? "list" : nesting;
}
