import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { EnvironmentPreview } from "../preview/document.ts";
import { readPlan } from "../preview/plan/plan.ts";
import type { PlannedStack } from "../preview/plan/planned-stack.ts";
import { type Bundle, type BundledStack, bundle } from "./bundle.ts";
import { changeSetOf, changesAnything } from "./change-set.ts";
import { seal, sha256 } from "./envelope.ts";
import { type KeyHolder, recipientOf } from "./keys.ts";
import type { StateMark } from "./state-mark.ts";
import type { Surroundings } from "./surroundings.ts";

/** A stack as a source planned it, with what only Terraform's own files tell. */
export interface StackToBundle {
  readonly planned: PlannedStack;
  /** Bytes of the plan file, and the state that it was made on: of a stack that was planned against its own cloud. */
  readonly planFile?: Uint8Array | undefined;
  readonly state?: StateMark | null | undefined;
}

export interface Reviewed {
  readonly environment: KeyHolder;
  /** The simulated cloud's folder; none for a real environment. */
  readonly home: string | undefined;
  /** As surroundingsOf answered before the stacks were planned. */
  readonly surroundings: Surroundings;
  /** The environment's part of preview.json. */
  readonly preview: EnvironmentPreview;
  /** In the order in which they are deployed. */
  readonly stacks: readonly StackToBundle[];
}

/**
 * The bytes of a bundle of what was reviewed.
 * @throws ConfigurationError when there is something that can never be applied as reviewed, or nobody to encrypt it to
 */
export async function makeBundle(reviewed: Reviewed, now = new Date()): Promise<Buffer> {
  const { environment, home, surroundings, preview, stacks } = reviewed;
  refuseUnappliable(reviewed);
  const recipient = await recipientOf(environment, home);
  const content: Bundle = {
    version: 1,
    createdAt: now.toISOString(),
    surroundings,
    preview,
    stacks: stacks.map(bundled),
  };
  return await seal(environment.name, JSON.stringify(bundle.parse(content)), recipient);
}

function refuseUnappliable({ environment, home, surroundings, stacks }: Reviewed): void {
  const failed = stacks.filter(({ planned }) => planned.status === "failed");
  const problems = failed.map(
    ({ planned }) =>
      `${planned.stack}: it could not be planned; a bundle holds a plan of every stack. Correct what the preview says of it.`,
  );
  if (home === undefined && surroundings.uncommitted) {
    problems.push(
      `${environment.name}: files differ from commit ${surroundings.commit.slice(0, 12)}; what is applied is what a commit says. Commit them and make the preview again.`,
    );
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
}

function bundled({ planned, planFile, state = null }: StackToBundle): BundledStack {
  const { stack: name, layer, status, plan } = planned;
  const source = status === "rehearsed" ? "simulated cloud" : "own cloud";
  const read = plan === undefined ? undefined : readPlan(plan, name);
  const common = {
    name,
    layer,
    planned: source,
    state,
    reviewed: read === undefined ? {} : changeSetOf(read, source),
  } as const;
  if (status !== "planned") return { ...common, course: "again" };
  if (read === undefined || !changesAnything(read)) return { ...common, course: "none" };
  if (planFile === undefined) throw new Error(`${name} is planned against its own cloud, and its plan file is missing`);
  const bytes = Buffer.from(planFile).toString("base64");
  return { ...common, course: "exact", plan: { bytes, sha256: sha256(planFile) } };
}
