import { passes } from "../guardrails/waived.ts";
import type { EnvironmentPreview, Risk } from "./document.ts";
import { worst } from "./risk/class.ts";

/** What a preview says of an environment as a whole; `findings` with what waivers say of them. */
export function verdictOf({
  problems,
  stacks,
  findings,
}: Pick<EnvironmentPreview, "problems" | "stacks" | "findings">): EnvironmentPreview["verdict"] {
  if (problems.length > 0 || stacks.some(({ status }) => status === "failed")) return "failed";
  if (!passes(findings)) return "blocked";
  const changed = stacks.some(
    ({ changes, outputs }) => outputs.length > 0 || changes.some(({ action }) => action !== "read"),
  );
  return changed ? "ok" : "unchanged";
}

/** The worst class of all; while PLINTH_UNLOCK is in force, what protects data is loosened. */
export function riskOf({
  stacks,
  findings,
  unlocked,
}: Pick<EnvironmentPreview, "stacks" | "findings" | "unlocked">): Risk {
  if (unlocked !== undefined) return "R5";
  return worst([
    ...stacks.flatMap(({ changes }) => changes.map(({ risk }) => risk)),
    ...findings.map(({ risk }) => risk),
  ]);
}
