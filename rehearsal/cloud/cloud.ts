import type { Block } from "../schema/schema.ts";
import type { Values } from "../value.ts";

/** A refusal or a warning, as the real provider would word it: what, where, why. */
export interface Finding {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** Attribute the finding is about: names and list indexes from the resource's root. */
  readonly path?: readonly (string | number)[];
}

/** Thrown by a cloud operation that the real cloud would refuse. */
export class Refusal extends Error {
  readonly finding: Finding;
  constructor(summary: string, detail: string, path?: readonly (string | number)[]) {
    super(`${summary}: ${detail}`);
    this.finding = { severity: "error", summary, detail, ...(path && { path }) };
  }
}

/** What the cloud adds to a plan that the schema alone cannot know. */
export interface PlanAdvice {
  /** Planned values: default tags merged, counters such as latest_revision unknown again when an update will change them. */
  readonly planned: Values;
  /** Attribute paths (names and list indexes; a path ends at a set) whose change replaces the object. */
  readonly replace: readonly (readonly (string | number)[])[];
  /** For instance "may replace" where the pinned provider's behaviour is not known. */
  readonly findings: readonly Finding[];
}

/** Bookkeeping that travels in Terraform's private state. */
export interface Stored {
  readonly values: Values;
}

/**
 * The simulated cloud behind one configured provider. All operations work on the store on disk and are safe against
 * other provider processes working on the same store. An operation throws {@link Refusal} where the real cloud refuses.
 */
export interface Cloud {
  /** Awaited before each call on an object with its values: planned ones for a create, else the present ones. Throws where the call fails. */
  before?(operation: "create" | "read" | "update" | "delete", type: string, values: Values): Promise<void>;
  /** Checks the provider's configuration against the caller's identity and enabled features. */
  configure(config: Values): Finding[];
  /** `prior` is null for a create. Never called for a destroy. */
  plan(type: string, schema: Block, prior: Values | null, planned: Values, config: Values): PlanAdvice;
  /** Creates the object; every unknown in `planned` is given a real-looking, deterministic value, nothing else changes. */
  create(type: string, schema: Block, planned: Values): Values;
  /** The object's present values, or null when it is gone. */
  read(type: string, schema: Block, current: Values): Values | null;
  update(type: string, schema: Block, prior: Values, planned: Values): Values;
  delete(type: string, prior: Values): void;
  /** Finds an existing object by its import id. */
  import(type: string, schema: Block, id: string): Values;
  readData(type: string, schema: Block, config: Values): Values;
}
