import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BOOTSTRAPPED } from "../../rehearsal/bootstrap.ts";
import { adviseReplacement } from "../../rehearsal/cloud/replacement.ts";
import type { StoredObject } from "../../rehearsal/cloud/store.ts";
import { loadSchema } from "../../rehearsal/schema/catalog.ts";
import type { Block, ProviderName } from "../../rehearsal/schema/schema.ts";
import { isValues, type Value, type Values } from "../../rehearsal/value.ts";

/** Arguments that name an object or say where it lies: changing them makes another object. */
const IDENTITY = /(^|_)(name|names|id|ids|arn|arns|database|schema|region|bucket|role|namespace|key|on|type|version)$/;

/** Objects whose changes our stacks ignore: the tables that a publish replaces. */
const IGNORED = /^[A-Z_]*ANALYTICS\|/;

/**
 * Changes one object of every type that has something to change in the store, or every such object, as a person at a
 * console might: the next plan updates it in place. Answers the types.
 */
export function drift(cloudDir: string, objects: "one of a type" | "every" = "one of a type"): string[] {
  const done = new Set<string>();
  for (const entry of readdirSync(cloudDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".json") || entry.parentPath.includes("/faults")) continue;
    const file = join(entry.parentPath, entry.name);
    const object: Partial<StoredObject> = JSON.parse(readFileSync(file, "utf8"));
    const { type, values, private: bookkeeping } = object;
    if (type === undefined || values === undefined || bookkeeping?.[BOOTSTRAPPED]) continue;
    if (IGNORED.test(String(values.id)) || (objects !== "every" && done.has(type))) continue;
    const changed = changedValues(type, values);
    if (changed === undefined) continue;
    writeFileSync(file, JSON.stringify({ ...object, values: changed }));
    done.add(type);
  }
  return [...done].sort();
}

function changedValues(type: string, values: Values): Values | undefined {
  const tags = values.tags_all ?? null;
  if (isValues(tags)) return { ...values, tags_all: { ...tags, Drifted: "yes" } };
  const schema = loadSchema(providerOf(type), "resource", type);
  for (const changed of changes(schema, values)) if (staysInPlace(type, schema, changed, values)) return changed;
  return undefined;
}

/** The same values with one of them changed, for each that can be: outer ones first, then those of blocks. */
function* changes({ attributes, blocks }: Block, values: Values): Iterable<Values> {
  for (const { name, computed, sensitive, writeOnly } of attributes) {
    const other = otherThan(values[name] ?? null);
    if (computed || sensitive || writeOnly || other === undefined || IDENTITY.test(name)) continue;
    yield { ...values, [name]: other };
  }
  for (const { name, block } of blocks) {
    const [first, ...rest] = asList(values[name] ?? null);
    if (name === "timeouts" || first === undefined) continue;
    for (const changed of changes(block, first)) yield { ...values, [name]: [changed, ...rest] };
  }
}

function asList(value: Value): Values[] {
  return Array.isArray(value) ? value.filter(isValues) : [];
}

function staysInPlace(type: string, schema: Block, prior: Values, planned: Values): boolean {
  const { replace, findings } = adviseReplacement(type, schema, prior, planned);
  return replace.length === 0 && findings.length === 0;
}

/** Undefined for what is better left alone: empty values and lists. */
function otherThan(value: Value): Value | undefined {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (isValues(value)) return { ...value, drifted: "yes" };
  if (typeof value !== "string" || value === "") return undefined;
  return value.startsWith("{") ? '{"Version":"2012-10-17","Statement":[]}' : `${value}x`;
}

function providerOf(type: string): ProviderName {
  const [provider = ""] = type.split("_");
  const found = (["aws", "snowflake", "kubernetes", "helm"] as const).find((name) => name === provider);
  if (found === undefined) throw new Error(`${type} is of no provider`);
  return found;
}
