import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { Refused } from "../bundle/refused.ts";
import type { StackPlace } from "../stack-places.ts";

/**
 * Where Terraform puts a state at the end of an apply when it cannot write it where it belongs (credentials that have expired):
 * https://developer.hashicorp.com/terraform/cli/commands/state/push. A synthesis writes beside it and leaves it.
 */
const errored = "errored.tfstate";

/**
 * An apply on the state as it was before would make everything a second time.
 * @throws Refused while such a file lies beside one of the stacks: what stands in one is read by others
 */
export function refuseUnrecorded(places: readonly StackPlace[]): void {
  const problems = places.flatMap((place) => (existsSync(fileOf(place)) ? [`${place.stack}: ${remedyOf(place)}`] : []));
  if (problems.length > 0) throw new Refused("unrecorded", problems);
}

/** Of an apply that failed: what to do about a state that Terraform could not write; undefined if it could. */
export function unrecorded(place: StackPlace, problems: readonly string[]): string | undefined {
  if (existsSync(fileOf(place))) {
    // Terraform makes it as the umask says.
    chmodSync(fileOf(place), 0o600);
    return remedyOf(place);
  }
  // Terraform's own words (internal/backend/local); it says them also when it could not write the file either.
  if (!problems.some((problem) => problem.includes("Failed to persist state"))) return undefined;
  return `Terraform could write its state nowhere, not even to ${fileOf(place)}; run the same command again to see what may exist and is in no state.`;
}

function fileOf({ cwd }: StackPlace): string {
  return join(cwd, errored);
}

function remedyOf(place: StackPlace): string {
  return `${fileOf(place)} holds what an apply has done and could not write to the stack's state; what is applied before that is mended is made a second time. Sign in again, and write it down: terraform -chdir=${place.cwd} state push ${errored}. Then remove the file, for it holds secrets, and run the same command again.`;
}
