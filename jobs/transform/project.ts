import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { z } from "zod";
import { JobFailure } from "../failure.ts";

/** Changes with any file of a dbt project: a build must not go on with what another version of the project built. */
export async function fingerprintOf(project: string): Promise<string> {
  const entries = await readdir(project, { recursive: true, withFileTypes: true }).catch(() => {
    throw new JobFailure(
      `The dbt project ${project} is not there: transform.project names it. Build the image with it, or name another.`,
    );
  });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const digest = createHash("sha256");
  for (const file of files.toSorted()) {
    digest
      .update(`${relative(project, file)}\0`)
      .update(await readFile(file))
      .update("\0");
  }
  return digest.digest("hex");
}

/** The part of dbt's manifest.json that says what there is to build. */
const manifest = z.object({
  nodes: z.record(
    z.string(),
    z.object({ resource_type: z.string(), config: z.object({ materialized: z.string().nullish() }).nullish() }),
  ),
  unit_tests: z.record(z.string(), z.unknown()).default({}),
});

const built: ReadonlySet<string> = new Set(["model", "seed", "snapshot", "test"]);

/** Ids of the nodes that a build of the whole project has a result for. Ephemeral models are part of others. */
export function nodesOf(content: string): string[] {
  const { nodes, unit_tests } = manifest.parse(JSON.parse(content));
  const ids = Object.entries(nodes)
    .filter(([, { resource_type, config }]) => built.has(resource_type) && config?.materialized !== "ephemeral")
    .map(([id]) => id);
  return [...ids, ...Object.keys(unit_tests)];
}
