import type { Attribute, Block, CtyType, Nesting } from "../../rehearsal/schema/schema.ts";

type Letter = "required" | "optional" | "computed" | "sensitive" | "writeOnly";

function flags(letters: readonly Letter[]) {
  const has = (letter: Letter) => letters.includes(letter);
  return {
    required: has("required"),
    optional: has("optional"),
    computed: has("computed"),
    sensitive: has("sensitive"),
    writeOnly: has("writeOnly"),
  };
}

export function attribute(name: string, type: CtyType, ...letters: Letter[]): Attribute {
  return { name, type, ...flags(letters) };
}

export function nestedAttribute(
  name: string,
  nesting: Nesting,
  attributes: Attribute[],
  ...letters: Letter[]
): Attribute {
  return { name, nested: { nesting, attributes }, ...flags(letters) };
}

export function block(attributes: Attribute[], blocks: Block["blocks"] = []): Block {
  return { attributes, blocks };
}

export const providerSchema = block([attribute("region", "string", "optional")]);

/** A made-up resource with every form an attribute or a block may have. */
export const thingSchema = block(
  [
    attribute("id", "string", "computed"),
    attribute("name", "string", "required"),
    attribute("size", "number", "optional"),
    attribute("region", "string", "optional", "computed"),
    attribute("endpoint", "string", "computed"),
    attribute("secret", "string", "computed", "sensitive"),
    attribute("password_wo", "string", "optional", "writeOnly"),
    attribute("tags", ["map", "string"], "optional"),
    nestedAttribute(
      "settings",
      "single",
      [
        attribute("mode", "string", "required"),
        attribute("level", "string", "optional", "computed"),
        attribute("token", "string", "computed"),
      ],
      "optional",
    ),
  ],
  [
    {
      name: "rule",
      nesting: "list",
      minItems: 0,
      maxItems: 0,
      block: block([attribute("name", "string", "optional"), attribute("rule_id", "string", "computed")]),
    },
    {
      name: "port",
      nesting: "set",
      minItems: 0,
      maxItems: 0,
      block: block([attribute("number", "number", "required"), attribute("note", "string", "optional", "computed")]),
    },
  ],
);

/** A read-only view of a thing, by name. */
export const thingDataSchema = block([
  attribute("name", "string", "required"),
  attribute("endpoint", "string", "computed"),
]);
