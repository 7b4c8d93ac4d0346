import type { Layer } from "../../../environments/layers.ts";

/** A JSON merge patch (RFC 7396): null removes, a list replaces a list. */
export type MergePatch = { readonly [key: string]: unknown };

/** One change of an environment, and what someone who knows the platform says of it. */
export interface ChangeCase {
  /** A sentence. */
  readonly name: string;
  readonly environment: "dev" | "staging" | "prod";
  /** Over what the environment declares. */
  readonly patch?: MergePatch;
  /** Over synthesized stacks, for what no declaration can say. A resource may be named without its address's ending. */
  readonly stacks?: Partial<Record<Layer, MergePatch>>;
  /** Nothing about it may keep a preview from passing. */
  readonly harmless: boolean;
  /** Every stack is applied after its plan: another one reads what it hands over then. */
  readonly applied?: true;
  /** Stacks that cannot be planned or applied then. */
  readonly failed?: readonly Layer[];
  /** Glob over `<layer>/<address>`, addresses without their endings → action and class. What ranks R3 or above is named in full. */
  readonly changes: Readonly<Record<string, string>>;
  /** Each `<id> <severity> <glob>`, all there are. */
  readonly findings: readonly string[];
}
