import { bindingOf, sourceFiles, unknownType } from "./binding.ts";
import { corrected } from "./correction.ts";
import { type Declarations, readDeclarations } from "./declarations.ts";
import { type Member, rootMembers, structMembers } from "./member.ts";
import { attributeOf, holdsDynamic } from "./nested-attribute.ts";
import type { Attribute, Block, NestedBlock, Nesting, ProviderName, SchemaKind } from "./schema.ts";
import { simpleType } from "./simple-type.ts";
import { withWriteOnly } from "./write-only.ts";

/** How often a struct may occur in its own ancestry; the firewall's rule statements contain themselves without end. */
const RECURSION_LIMIT = 3;

const BASE_CLASS = { provider: "TerraformProvider", resource: "TerraformResource", data: "TerraformDataSource" };

/**
 * Derives the schema that a real provider would declare from the code generated for it.
 * @throws Error naming type and binding where the binding does not declare the type
 */
export function deriveSchema(provider: ProviderName, kind: SchemaKind, type: string): Block {
  const binding = bindingOf(provider);
  const declarations = readDeclarations(sourceFiles(binding, provider, kind, type));
  const root = rootClass(declarations, kind, type);
  if (root === undefined) throw unknownType(binding, kind, type);
  const members = rootMembers(declarations, root);
  // The generator adds the meta-argument `alias` to every provider; the provider's own schema has none.
  const own = kind === "provider" ? members.filter((member) => member.name !== "alias") : members;
  const block = blockOf(declarations, own, []);
  return corrected(kind, type, kind === "resource" ? withWriteOnly(block) : block);
}

function rootClass(declarations: Declarations, kind: SchemaKind, type: string): string | undefined {
  const declaration = new RegExp(`^\\w+ extends cdkt[fn]\\.${BASE_CLASS[kind]} `);
  const ofType = `static readonly tfResourceType = "${type}";`;
  for (const [name, code] of declarations) if (declaration.test(code) && code.includes(ofType)) return name;
  return undefined;
}

function blockOf(declarations: Declarations, members: readonly Member[], ancestry: readonly string[]): Block {
  const attributes: Attribute[] = [];
  const blocks: NestedBlock[] = [];
  for (const member of members) {
    const type = simpleType(member);
    if (type !== undefined) {
      attributes.push(attributeOf(member, { type }));
      continue;
    }
    const struct = structOf(declarations, member);
    if (ancestry.filter((name) => name === struct).length >= RECURSION_LIMIT) continue;
    const block = blockOf(declarations, structMembers(declarations, struct), [...ancestry, struct]);
    const nesting = nestingOf(declarations, member);
    if (isBlock(member)) blocks.push(nestedBlock(member, nesting, block));
    else attributes.push(attributeOf(member, { nesting, attributes: block.attributes }));
  }
  return { attributes, blocks };
}

function nestedBlock(member: Member, nesting: Nesting, block: Block): NestedBlock {
  const { name, required } = member;
  // Terraform refuses a whole provider that has a dynamic value below a set block.
  const allowed = nesting === "set" && holdsDynamic(block) ? "list" : nesting;
  if (nesting === "single" || nesting === "map") return { name, nesting, minItems: 0, maxItems: 0, block };
  const minItems = required ? 1 : 0;
  return { name, nesting: allowed, minItems, maxItems: isMany(member) ? 0 : 1, block };
}

function isBlock({ written, calledBlock }: Member): boolean {
  if (written === undefined) return false;
  if (written.type === "struct" || written.type === "map") return calledBlock;
  return !isMany({ written }) || written.mapper.endsWith(", true)");
}

function isMany({ written }: Pick<Member, "written">): boolean {
  return written?.mapper.includes("listMapperHcl(") ?? false;
}

function nestingOf(declarations: Declarations, { written, code }: Member): Nesting {
  if (written?.type === "list" || written?.type === "set" || written?.type === "map") return written.type;
  if (written !== undefined) return "single";
  const [, container = "", wrapsSet] = / = new (\w+)\(this, "\w+"(?:, (true|false))?\)/.exec(code) ?? [];
  const declaration = declarations.get(container) ?? "";
  if (/^\w+ extends cdkt[fn]\.ComplexList /.test(declaration)) return wrapsSet === "true" ? "set" : "list";
  return /^\w+ extends cdkt[fn]\.ComplexMap /.test(declaration) ? "map" : "single";
}

/** Name of the struct a member holds: what its container's elements are, or (providers) the field's own type. */
function structOf(declarations: Declarations, { name, code, written }: Member): string {
  const container = / = new (\w+)\(this, /.exec(code)?.[1];
  const element = / return new (\w+)\(/.exec(declarations.get(container ?? "") ?? "")?.[1] ?? container;
  const mapper = /(\w+)ToHclTerraform/.exec(written?.mapper ?? "")?.[1] ?? "";
  const struct = element?.replace(/OutputReference$/, "") ?? mapper.charAt(0).toUpperCase() + mapper.slice(1);
  if (!declarations.has(struct))
    throw new Error(`Cannot derive the type of ${name}: its generated code has an unknown form.`);
  return struct;
}
