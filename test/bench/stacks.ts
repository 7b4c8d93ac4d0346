import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

/** Synthesized stacks by name, without the engine's own remarks. */
export type Stacks = ReadonlyMap<string, unknown>;

export function stacksIn(outdir: string): Stacks {
  const folder = join(outdir, "stacks");
  return new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, withoutRemarks(readFileSync(join(folder, name, "cdk.tf.json"), "utf8"))]),
  );
}

/** Construct paths and versions of the engine stand under "//". */
function withoutRemarks(text: string): unknown {
  return JSON.parse(text, (key, value) => (key === "//" ? undefined : value));
}

export function resourceCount(stacks: Stacks): number {
  const types = [...stacks.values()].flatMap((stack) => Object.values(Object(Object(stack).resource)));
  return types.reduce<number>((sum, resources) => sum + Object.keys(Object(resources)).length, 0);
}

/** Names of the stacks that only one side has or that differ. */
export function differing(ours: Stacks, theirs: Stacks): string[] {
  const names = new Set([...ours.keys(), ...theirs.keys()]);
  return [...names].filter((name) => !isDeepStrictEqual(ours.get(name), theirs.get(name)));
}
