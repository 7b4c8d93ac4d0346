import type { Protection } from "../../constructs/support/protection.ts";
import type { Finding, Risk } from "../preview/document.ts";
import type { Plan } from "../preview/plan/plan.ts";
import type { PlannedChange } from "../preview/plan/planned-change.ts";
import type { StackContext } from "../preview/stack-context.ts";

export type Severity = Finding["severity"];

/** What a policy looks at: all that a plan does to one stack. */
export interface StackView {
  readonly context: StackContext;
  readonly plan: Plan;
  readonly changes: readonly PlannedChange[];
  /** Nothing of the stack stands yet: all of it is made. */
  readonly isNew: boolean;
  /** What resources are called that the same plan makes. */
  readonly created: ReadonlySet<string>;
}

/** What a policy saw, and of which resource or output. */
export interface Sighting {
  readonly address: string;
  /** A sentence, without its full stop. It may repeat names and what redaction lets through, and no other value. */
  readonly what: string;
  /** Where it is not as the policy's own. */
  readonly severity?: Severity;
}

interface Common {
  /** Stable: waivers name it. */
  readonly id: string;
  readonly risk: Risk;
  /** By protection where it differs: what an ephemeral environment may lose, a locked one may not. */
  readonly severity: Severity | Readonly<Record<Protection, Severity>>;
  /** Something is destroyed or loosened: what PLINTH_UNLOCK permits at the addresses that it names. */
  readonly unlockable?: true;
  readonly why: string;
  readonly remedy: string;
}

/** Looks at one change after the other. */
export interface ChangePolicy extends Common {
  readonly look: (change: PlannedChange, view: StackView) => readonly (string | Omit<Sighting, "address">)[];
}

/** Looks at the stack as a whole. */
export interface StackPolicy extends Common {
  readonly survey: (view: StackView) => readonly Sighting[];
}

export type Policy = ChangePolicy | StackPolicy;

/** Keeps a protected environment's preview from passing, and is only told where anything may be destroyed. */
export const guarded: Readonly<Record<Protection, Severity>> = {
  ephemeral: "warn",
  standard: "block",
  locked: "block",
};

/** Told, and loudly where nothing may be destroyed. */
export const told: Readonly<Record<Protection, Severity>> = { ephemeral: "note", standard: "warn", locked: "warn" };
