import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ProviderName } from "../schema/schema.ts";

export interface TypesInUse {
  readonly resource: ReadonlySet<string>;
  readonly data: ReadonlySet<string>;
}

/** Blocks that name resources by address; JSON configuration allows a single one in place of a list. */
type Addresses = AddressPair | readonly AddressPair[];
interface AddressPair {
  readonly from?: string;
  readonly to?: string;
}

/** The configuration a stack's working folder holds, as far as it names types. */
interface StackConfig {
  readonly resource?: object;
  readonly data?: object;
  readonly import?: Addresses;
  readonly moved?: Addresses;
  readonly removed?: Addresses;
  readonly terraform?: { readonly backend?: { readonly local?: { readonly path?: string } } };
}

interface State {
  readonly resources?: readonly { readonly mode: "managed" | "data"; readonly type: string }[];
}

const stackFile = "cdk.tf.json";
const defaultState = "terraform.tfstate";

/**
 * The provider's types that the stack in `folder` declares, imports, moves or forgets, or that its state still holds.
 * Serving only these keeps a provider's start short: the whole of aws takes seconds.
 */
export function typesInUse(provider: ProviderName, folder: string): TypesInUse {
  const config = readJson<StackConfig>(join(folder, stackFile)) ?? {};
  const state = readJson<State>(resolve(folder, config.terraform?.backend?.local?.path ?? defaultState)) ?? {};
  const stateTypes = (mode: "managed" | "data") =>
    (state.resources ?? []).filter((resource) => resource.mode === mode).map(({ type }) => type);
  const ours = (types: string[]) => new Set(types.filter((type) => type.startsWith(`${provider}_`)));
  return {
    resource: ours([...Object.keys(config.resource ?? {}), ...stateTypes("managed"), ...addressedTypes(config)]),
    data: ours([...Object.keys(config.data ?? {}), ...stateTypes("data")]),
  };
}

/** Types in the addresses of import, moved and removed blocks, which may name what is declared nowhere any more. */
function addressedTypes({ import: imports, moved, removed }: StackConfig): string[] {
  const addresses = [imports, moved, removed]
    .flatMap((blocks) => blocks ?? [])
    .flatMap(({ from, to }) => [from ?? "", to ?? ""]);
  return addresses.flatMap((address) => address.match(/\b([a-z]+_[a-z0-9_]+)\./)?.[1] ?? []);
}

function readJson<Content>(file: string): Content | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  return text.trim() === "" ? undefined : JSON.parse(text);
}
