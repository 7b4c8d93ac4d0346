import type { Layer } from "../../../environments/layers.ts";
import type { TerraformEvent } from "../../terraform-events.ts";
import type { StackPreview } from "../document.ts";

/** What a source found out about one stack: its two configurations, and the plan from one to the other. */
export interface PlannedStack {
  readonly stack: string;
  readonly layer: Layer;
  readonly status: StackPreview["status"];
  /** Upstream outputs that are about to change under a provisional plan. */
  readonly provisional: readonly string[];
  readonly problems: readonly string[];
  /** Text of `cdk.tf.json`: as the base has it, and as it is to be. */
  readonly base?: string;
  readonly head?: string;
  /** As `terraform show -json` writes it; none where there was nothing to plan, or no way to. */
  readonly plan?: string;
  readonly events: readonly TerraformEvent[];
}
