import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentNames, loadEnvironment } from "../environments/catalog.ts";
import type { Environment } from "../environments/environment.ts";
import { newApp } from "../stacks/engine.ts";
import { platform } from "../stacks/platform.ts";
import { bucketState } from "../stacks/state.ts";

/** prod is what a reviewer must see whole; of the others, which addresses there are. */
const shownWhole = "prod";

/** The synthesized stacks of an environment by stack name, without the engine's own remarks. */
export function synthesized(environment: Environment): Map<string, Record<string, unknown>> {
  const outdir = mkdtempSync(join(tmpdir(), "plinth-synth-"));
  try {
    const app = newApp(outdir);
    platform(app, { environment, state: bucketState(environment) });
    app.synth();
    const stacks = readdirSync(join(outdir, "stacks")).sort();
    return new Map(
      stacks.map((stack) => [
        stack,
        plain(JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"))),
      ]),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** File name below test/golden → content. */
export async function goldens(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of environmentNames()) {
    const stacks = synthesized(await loadEnvironment(name));
    for (const [stack, json] of stacks) {
      if (name === shownWhole) files.set(`${name}/${stack}.json`, `${JSON.stringify(json, null, 2)}\n`);
      else files.set(`${name}/${stack}.txt`, `${addresses(json).join("\n")}\n`);
    }
  }
  return files;
}

export function addresses(stack: Record<string, unknown>): string[] {
  return Object.entries(Object(stack.resource))
    .flatMap(([type, resources]) => Object.keys(Object(resources)).map((id) => `${type}.${id}`))
    .sort();
}

/** Keys sorted, the engine's "//" remarks (construct paths, versions) left out. */
function plain(value: unknown): Record<string, unknown> {
  return sorted(value) as Record<string, unknown>;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value)
    .filter((key) => key !== "//")
    .sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(Reflect.get(value, key))]));
}
