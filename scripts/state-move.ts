import { existsSync, readFileSync, renameSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { terraform } from "../rehearsal/terraform.ts";

const stateFile = z.looseObject({ resources: z.array(z.unknown()) });

/** Terraform gives a moved state a new lineage; what it holds stays the same. Undefined for text that is no state. */
function resourcesOf(text: string): readonly unknown[] | undefined {
  try {
    return stateFile.parse(JSON.parse(text)).resources;
  } catch {
    return undefined;
  }
}

function resourcesIn(localState: string): readonly unknown[] {
  const resources = resourcesOf(readFileSync(localState, "utf8"));
  if (resources !== undefined) return resources;
  throw new ConfigurationError([
    `${localState}: the state cannot be read; Terraform was perhaps killed while it wrote it. Put ${localState}.backup in its place, and run the command again.`,
  ]);
}

/** Whether a state that was made on this machine still waits for its move. */
export function waitsForMove(localState: string): boolean {
  return existsSync(localState) && resourcesIn(localState).length > 0;
}

export interface Move {
  /** The stack's working folder, initialized with the local state; its configuration already names the bucket. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly localState: string;
  readonly report: (line: string) => void;
}

/**
 * Moves a stack's state from this machine into the bucket that its configuration names. The local file is set aside only
 * when the bucket answers with the same resources; stopped before that, the move can be repeated.
 */
export async function moveState({ cwd, env, localState, report }: Move): Promise<void> {
  const before = resourcesIn(localState);
  report(`moving the state of ${before.length} resources into its bucket`);
  const init = ["init", "-migrate-state", "-force-copy", "-input=false", "-no-color"];
  const { code, stdout, stderr } = await terraform(init, { cwd, env, onLine: report });
  if (code !== 0) throw refused("move the state", stderr || stdout);
  const pulled = await terraform(["state", "pull"], { cwd, env });
  if (pulled.code !== 0 || !isDeepStrictEqual(resourcesOf(pulled.stdout), before)) {
    throw refused("find the moved state in the bucket", pulled.stderr || "what it holds differs");
  }
  if (existsSync(localState)) renameSync(localState, `${localState}.moved`);
}

function refused(what: string, why: string): ConfigurationError {
  return new ConfigurationError([
    `bootstrap: terraform could not ${what}; nothing is lost, the local state stays where it is. Correct the cause and run the command again. Terraform said: ${why.trim().replaceAll(/\s+/g, " ").slice(0, 500)}`,
  ]);
}
