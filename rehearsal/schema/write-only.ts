import type { Attribute, Block } from "./schema.ts";

/**
 * Marks a resource's write-only arguments. The generator shows them in only some bindings; in all of them a settable
 * attribute is write-only exactly when its name ends in `_wo`. Data sources and providers have none.
 */
export function withWriteOnly(block: Block): Block {
  return {
    attributes: block.attributes.map((attribute) => (isWriteOnly(attribute) ? writeOnly(attribute) : attribute)),
    blocks: block.blocks.map((nested) => ({ ...nested, block: withWriteOnly(nested.block) })),
  };
}

function isWriteOnly({ name, optional, required }: Attribute): boolean {
  return name.endsWith("_wo") && (optional || required);
}

function writeOnly(attribute: Attribute): Attribute {
  if (attribute.nested === undefined) return { ...attribute, writeOnly: true };
  const attributes = attribute.nested.attributes.map(writeOnly);
  return { ...attribute, writeOnly: true, nested: { ...attribute.nested, attributes } };
}
