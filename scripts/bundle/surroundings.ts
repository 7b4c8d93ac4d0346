import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Environment } from "../../environments/environment.ts";
import { unlock } from "../../environments/unlock.ts";
import { usableTerraform } from "../../tools/cdktf/usable-terraform.ts";
import { headRevision } from "../preview/base/revision.ts";
import type { StackPlace } from "../stack-places.ts";
import { sha256 } from "./envelope.ts";

const root = join(import.meta.dirname, "../..");

/** What a plan means something in: the same must hold when it is applied. */
export const surroundings = z.strictObject({
  environment: z.string(),
  commit: z.string(),
  /** Files differed from the commit. */
  uncommitted: z.boolean(),
  /** Stack → SHA-256 of its `cdk.tf.json`. */
  configurations: z.record(z.string(), z.string()),
  /** SHA-256 over the stacks' provider locks. */
  providerLock: z.string(),
  terraform: z.string(),
  plinth: z.string(),
  engine: z.string(),
  /** PLINTH_UNLOCK in force, as it was given. */
  unlock: z.string().optional(),
});
export type Surroundings = z.output<typeof surroundings>;

/** Of the stacks as they were just synthesized, before Terraform touches their folders. */
export async function surroundingsOf(environment: Environment, places: readonly StackPlace[]): Promise<Surroundings> {
  const permission = unlock(environment.name);
  const read = ({ cwd }: StackPlace, file: string) => {
    const path = join(cwd, file);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  };
  return {
    environment: environment.name,
    ...(await headRevision()),
    configurations: Object.fromEntries(places.map((place) => [place.stack, sha256(read(place, "cdk.tf.json"))])),
    providerLock: sha256(places.map((place) => read(place, ".terraform.lock.hcl")).join("\0")),
    terraform: await usableTerraform(process.env),
    plinth: versionIn("package.json"),
    engine: versionIn("node_modules/cdktn/package.json"),
    ...(permission && { unlock: permission.text }),
  };
}

function versionIn(file: string): string {
  const { version } = JSON.parse(readFileSync(join(root, file), "utf8"));
  return String(version);
}
