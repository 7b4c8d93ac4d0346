import type { App } from "cdktf";
import { DataStack } from "./data-stack.ts";
import { FoundationStack } from "./foundation-stack.ts";
import { JobsStack } from "./jobs-stack.ts";
import type { PlatformSettings } from "./platform-stack.ts";
import { WorkersStack } from "./workers-stack.ts";

/** The stacks of an environment, in the order in which they are deployed and rebuilt. */
export function platform(app: App, settings: PlatformSettings): void {
  const foundation = new FoundationStack(app, settings);
  const data = new DataStack(app, settings, foundation);
  const workers = new WorkersStack(app, settings, foundation);
  new JobsStack(app, settings, foundation, data, workers);
}
