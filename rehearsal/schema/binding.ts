import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { ProviderName, SchemaKind } from "./schema.ts";

/** One installed package of prebuilt bindings: where it lies and which provider it was generated from. */
export interface Binding {
  /** Package and version, for instance "@cdktf/provider-aws@25.7.0"; names the binding in messages and in the cache. */
  readonly id: string;
  readonly folder: string;
  /** The provider as Terraform's lock file writes it, without the registry's host: "hashicorp/aws". */
  readonly source: string;
  /** Exact version of the provider the binding was generated from. */
  readonly version: string;
}

interface BindingPackage {
  version: string;
  cdktf: { provider: { name: string; version: string } };
}

const known = new Map<ProviderName, Binding>();

export function bindingOf(provider: ProviderName): Binding {
  const binding = known.get(provider) ?? readBinding(provider);
  known.set(provider, binding);
  return binding;
}

/** Source and version of the provider that stacks are generated for. */
export function providerVersion(provider: ProviderName): { source: string; version: string } {
  const { source, version } = bindingOf(provider);
  return { source, version };
}

/** A provider as Terraform names it, with the registry's host. */
export function addressOf(provider: ProviderName): string {
  return `registry.terraform.io/${bindingOf(provider).source}`;
}

/** Files that declare a Terraform type: its entry and, for large types, the structs split from it. */
export function sourceFiles(binding: Binding, provider: ProviderName, kind: SchemaKind, type: string): string[] {
  const folder = join(binding.folder, "lib", folderName(provider, kind, type));
  const entry = join(folder, "index.js");
  if (!existsSync(entry)) throw unknownType(binding, kind, type);
  const structs = join(folder, "index-structs");
  if (!existsSync(structs)) return [entry];
  const parts = readdirSync(structs).filter((file) => /^structs\d+\.js$/.test(file));
  return [entry, ...parts.map((file) => join(structs, file))];
}

export function unknownType(binding: Binding, kind: SchemaKind, type: string): Error {
  const noun = { provider: "provider", resource: "resource type", data: "data source" }[kind];
  return new Error(
    `${noun} ${JSON.stringify(type)} is unknown: ${binding.id} (provider ${binding.source} ${binding.version}) does not declare it. Correct the name or install a binding that has it.`,
  );
}

function readBinding(provider: ProviderName): Binding {
  const name = `@cdktf/provider-${provider}`;
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const content: BindingPackage = JSON.parse(readFileSync(file, "utf8"));
  const { name: source, version } = content.cdktf.provider;
  const address = `${basename(dirname(source))}/${basename(source)}`;
  return { id: `${name}@${content.version}`, folder: dirname(file), source: address, version };
}

/** The generator's own rule: every type of the four bindings follows it. */
function folderName(provider: ProviderName, kind: SchemaKind, type: string): string {
  if (kind === "provider") return "provider";
  const dashed = type.replaceAll("_", "-");
  return kind === "data" ? `data-${dashed}` : dashed.slice(`${provider}-`.length);
}
