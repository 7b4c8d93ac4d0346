import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { isDeclared } from "./declare.ts";
import type { Environment } from "./environment.ts";
import { nearest } from "./nearest.ts";
import { nameless } from "./problems.ts";

/** From the one that a mistake hurts least to the one it hurts most; an environment not named here comes last. */
const promotion = ["local", "dev", "staging", "prod", "dr"];

const folder = import.meta.dirname;

/** Every file of this folder that declares an environment, by name, in the order in which a change travels through them. */
export function environmentNames(): string[] {
  const names = readdirSync(folder).filter((file) => file.endsWith(".ts") && declares(file));
  const rank = (name: string) => (promotion.includes(name) ? promotion.indexOf(name) : promotion.length);
  return names.map((file) => file.slice(0, -".ts".length)).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/**
 * The environment of that name. No other environment's file is read, so a mistake in one does not stop another. Throws a
 * {@link ConfigurationError} when there is no such environment or when its file holds none that is sound.
 */
export async function loadEnvironment(name: string): Promise<Environment> {
  const names = environmentNames();
  if (!names.includes(name)) throw new ConfigurationError([unknown(name, names)]);
  const file = `environments/${name}.ts`;
  const environment = exported(await importEnvironment(name, file), name);
  if (environment === undefined) {
    throw new ConfigurationError([
      `${file}: the file exports nothing called ${name}; it must export the environment it declares. Write export const ${name} = declare(base, { name: "${name}", … }).`,
    ]);
  }
  if (environment.name !== name) {
    throw new ConfigurationError([
      `${file}: name is ${JSON.stringify(environment.name)}; it must be the file's name. Write "${name}", or rename the file.`,
    ]);
  }
  return environment;
}

/** Told apart by its text, since a file that cannot be imported is to be named, not overlooked. */
function declares(file: string): boolean {
  return /^export\b.*=\s*declare\s*\(/m.test(readFileSync(join(folder, file), "utf8"));
}

function unknown(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return `the environment is ${JSON.stringify(name)}; it must be one of ${names.join(", ")}. ${
    near ? `Name one of them, perhaps ${near}` : `Name one of them, or declare it in environments/<name>.ts`
  }.`;
}

async function importEnvironment(name: string, file: string): Promise<unknown> {
  try {
    return await import(`./${name}.ts`);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      throw new ConfigurationError(error.problems.map((problem) => problem.replaceAll(nameless, file)));
    }
    throw new ConfigurationError([
      `${file}: the file is not importable (${firstLine(error)}); it must be TypeScript that declares data and runs nothing. Correct it; npx tsc shows the place.`,
    ]);
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.trim().split("\n")[0] ?? "").replace(/\.$/, "");
}

/** What {@link declare} made, under the name it is exported by. */
function exported(module: unknown, name: string): Environment | undefined {
  if (typeof module !== "object" || module === null || !Object.hasOwn(module, name)) return undefined;
  const value: unknown = Reflect.get(module, name);
  return isDeclared(value) ? value : undefined;
}
