import type { Attribute, Block } from "../schema/schema.ts";
import { nestingMode, type WireAttribute, type WireBlock, type WireSchema } from "./messages.ts";

/** A schema in the protocol's form. The version is 0 for all: bindings do not tell it, and only simulated providers write the state. */
export function wireSchema(block: Block): WireSchema {
  return { version: 0, block: wireBlock(block) };
}

function wireBlock(block: Block): WireBlock {
  return {
    attributes: block.attributes.map(wireAttribute),
    block_types: block.blocks.map((nested) => ({
      type_name: nested.name,
      block: wireBlock(nested.block),
      nesting: nestingMode[nested.nesting],
      min_items: nested.minItems,
      max_items: nested.maxItems,
    })),
  };
}

function wireAttribute(attribute: Attribute): WireAttribute {
  const { name, required, optional, computed, sensitive, writeOnly } = attribute;
  const flags = { name, required, optional, computed, sensitive, write_only: writeOnly };
  if (attribute.nested === undefined) return { ...flags, type: Buffer.from(JSON.stringify(attribute.type)) };
  const { nesting, attributes } = attribute.nested;
  return { ...flags, nested_type: { nesting: nestingMode[nesting], attributes: attributes.map(wireAttribute) } };
}
