import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isValues, type Path } from "../../scripts/preview/plan/values.ts";

const goldens = join(import.meta.dirname, "../golden");
const files = readdirSync(goldens, { recursive: true, encoding: "utf8" }).map((file) => join(goldens, file));
/** Of an environment all is written out, of the others which addresses there are. */
const stacks = files.filter((file) => file.endsWith(".json")).map((file) => JSON.parse(readFileSync(file, "utf8")));
const addresses = files
  .filter((file) => file.endsWith(".txt"))
  .flatMap((file) => readFileSync(file, "utf8").trim().split("\n"));

/** Every type of resource that a stack of an environment holds. */
export const builtTypes: readonly string[] = [
  ...new Set([
    ...stacks.flatMap(({ resource = {} }) => Object.keys(resource)),
    ...addresses.map((address) => address.split(".")[0] ?? ""),
  ]),
].sort();

/** Type → every argument that a stack writes, down to the last: `["metadata", "name"]`. */
export function builtArguments(): ReadonlyMap<string, readonly Path[]> {
  const found = new Map<string, Path[]>();
  for (const { resource = {} } of stacks)
    for (const [type, bodies] of Object.entries(resource))
      for (const body of Object.values(Object(bodies))) {
        const { depends_on: _, lifecycle: __, provider: ___, ...rest } = Object(body);
        found.set(type, [...(found.get(type) ?? []), ...leaves(rest, [])]);
      }
  return found;
}

function leaves(value: unknown, path: Path): Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  if (isValues(value)) return Object.entries(value).flatMap(([name, item]) => leaves(item, [...path, name]));
  return [path];
}
