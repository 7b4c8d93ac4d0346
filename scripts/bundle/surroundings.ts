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
  /** SHA-256 of what locks the providers. */
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
  return {
    environment: environment.name,
    ...(await headRevision()),
    configurations: Object.fromEntries(
      places.map((place) => [place.stack, sha256(textOf(join(place.cwd, "cdk.tf.json")))]),
    ),
    providerLock: providerLockOf(places, join(root, "providers.lock.hcl")),
    terraform: await usableTerraform(process.env),
    plinth: versionIn("package.json"),
    engine: versionIn("node_modules/cdktn/package.json"),
    ...(permission && { unlock: permission.text }),
  };
}

/**
 * The lock of the simulated providers where they lie in the stacks' folders, else the real ones' in the repository. Not what lies in
 * the folders of a real cloud: without a lock in the repository, the first `terraform init` writes one there.
 */
export function providerLockOf(places: readonly StackPlace[], repositoryLock: string): string {
  const locks = places.map(({ cwd }) =>
    textOf(existsSync(join(cwd, "terraform.d/plugins")) ? join(cwd, ".terraform.lock.hcl") : repositoryLock),
  );
  return sha256(locks.join("\0"));
}

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function versionIn(file: string): string {
  const { version } = JSON.parse(readFileSync(join(root, file), "utf8"));
  return String(version);
}
