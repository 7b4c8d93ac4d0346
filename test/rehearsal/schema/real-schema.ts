import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Attribute, Block, CtyType } from "../../../rehearsal/schema/schema.ts";

/** What `terraform providers schema -json` prints, as far as it is compared. */
export interface RealProvider {
  readonly provider: { readonly block: RealBlock };
  readonly resource_schemas: Readonly<Record<string, { readonly block: RealBlock }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: RealBlock }>>;
}

interface RealBlock {
  readonly attributes?: Readonly<Record<string, RealAttribute>>;
  readonly block_types?: Readonly<Record<string, RealNested>>;
}

interface RealNested {
  readonly nesting_mode: string;
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: RealBlock;
}

interface RealAttribute {
  readonly type?: CtyType;
  readonly nested_type?: {
    readonly nesting_mode: string;
    readonly attributes: Readonly<Record<string, RealAttribute>>;
  };
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly write_only?: boolean;
}

const FOLDER = join(import.meta.dirname, "../../../../shared/schemas");

/** The schemas a real provider printed; undefined where they do not lie beside the repository. */
export function realProvider(name: string): RealProvider | undefined {
  const file = join(FOLDER, `${name}.json.gz`);
  if (!existsSync(file)) return undefined;
  const content: { provider_schemas: Record<string, RealProvider> } = JSON.parse(
    gunzipSync(readFileSync(file)).toString("utf8"),
  );
  return Object.values(content.provider_schemas)[0];
}

/** Every attribute and block of a real schema by path, with all that a derived one must equal. */
export function realPaths(block: RealBlock, prefix = ""): Map<string, string> {
  const own = Object.entries(block.block_types ?? {}).flatMap(([name, nested]) => [
    [`${prefix}${name}`, fact("block", nested.nesting_mode, nested.min_items ?? 0, nested.max_items ?? 0)] as const,
    ...realPaths(nested.block, `${prefix}${name}.`),
  ]);
  return new Map([...realAttributes(block.attributes ?? {}, prefix), ...own]);
}

function realAttributes(attributes: Readonly<Record<string, RealAttribute>>, prefix: string): [string, string][] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const { required, optional, computed, sensitive, write_only, type, nested_type } = attribute;
    const flags = [required, optional, computed, sensitive, write_only].map(Boolean);
    const own: [string, string] = [`${prefix}${name}`, fact("attribute", flags, type ?? nested_type?.nesting_mode)];
    return [own, ...realAttributes(nested_type?.attributes ?? {}, `${prefix}${name}.`)];
  });
}

/** The same for a derived schema. */
export function derivedPaths(block: Block, prefix = ""): Map<string, string> {
  const own = block.blocks.flatMap(({ name, nesting, minItems, maxItems, block: inner }) => [
    [`${prefix}${name}`, fact("block", nesting, minItems, maxItems)] as const,
    ...derivedPaths(inner, `${prefix}${name}.`),
  ]);
  return new Map([...derivedAttributes(block.attributes, prefix), ...own]);
}

function derivedAttributes(attributes: readonly Attribute[], prefix: string): [string, string][] {
  return attributes.flatMap(({ name, required, optional, computed, sensitive, writeOnly, type, nested }) => {
    const flags = [required, optional, computed, sensitive, writeOnly];
    const own: [string, string] = [`${prefix}${name}`, fact("attribute", flags, type ?? nested?.nesting)];
    return [own, ...derivedAttributes(nested?.attributes ?? [], `${prefix}${name}.`)];
  });
}

/** Text of the compared properties; object types with their keys in order. */
function fact(...parts: unknown[]): string {
  return JSON.stringify(parts, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
