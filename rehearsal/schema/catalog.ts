import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bindingOf } from "./binding.ts";
import { CORRECTION_FILES } from "./correction.ts";
import { deriveSchema } from "./derive.ts";
import type { Block, ProviderName, SchemaKind } from "./schema.ts";
import { readSchema, writeSchema } from "./schema-file.ts";

type Derive = (provider: ProviderName, kind: SchemaKind, type: string) => Block;

/**
 * Schemas derived on first use and kept as one file a type, below the binding they come from and the rules that derived
 * them. Any number of processes may share a folder: a file appears whole or not at all, and a damaged one is derived again.
 */
export class SchemaCatalog {
  readonly #folder: string;
  readonly #derive: Derive;
  readonly #loaded = new Map<string, Block>();

  constructor(folder: string, derive: Derive = deriveSchema) {
    this.#folder = folder;
    this.#derive = derive;
  }

  /** @throws Error naming type and binding where the binding does not declare the type */
  load(provider: ProviderName, kind: SchemaKind, type: string): Block {
    const file = join(this.#folder, `${bindingOf(provider).id}+${rulesVersion()}`, kind, `${type}.json`);
    const schema = this.#loaded.get(file) ?? readSchema(file) ?? this.#deriveInto(file, provider, kind, type);
    this.#loaded.set(file, schema);
    return schema;
  }

  #deriveInto(file: string, provider: ProviderName, kind: SchemaKind, type: string): Block {
    const schema = this.#derive(provider, kind, type);
    writeSchema(file, schema);
    return schema;
  }
}

let installed: SchemaCatalog | undefined;

/** The schema of a provider's configuration, a resource type or a data source; for a provider, `type` is its name. */
export function loadSchema(provider: ProviderName, kind: SchemaKind, type: string): Block {
  installed ??= new SchemaCatalog(join(installFolder(), ".cache", "plinth", "schemas"));
  return installed.load(provider, kind, type);
}

/** The node_modules folder, which holds the bindings' scoped packages. */
function installFolder(): string {
  return dirname(dirname(bindingOf("aws").folder));
}

let rules: string | undefined;

/** Changes with the code and data of the derivation, so that schemas of older rules are never read. */
function rulesVersion(): string {
  rules ??= ruleFiles()
    .reduce((hash, file) => hash.update(readFileSync(file)), createHash("sha256"))
    .digest("hex")
    .slice(0, 12);
  return rules;
}

function ruleFiles(): string[] {
  const code = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".ts"));
  return [...code.sort().map((file) => join(import.meta.dirname, file)), ...CORRECTION_FILES];
}
