import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Aspects, TerraformStack, type TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { RoleBoundary } from "../constructs/accounts/role-boundary.ts";
import type { PlatformContext } from "../constructs/support/context.ts";
import type { Environment } from "../environments/environment.ts";
import { type Layer, stackName } from "../environments/layers.ts";
import { callerVariable } from "./caller.ts";
import { awsProvider } from "./providers.ts";
import type { StateStore } from "./state.ts";

/** What every stack of an environment is built from. */
export interface PlatformSettings {
  readonly environment: Environment;
  readonly state: StateStore;
}

/** One layer of an environment: its own state, the environment's AWS account and its tags, nothing else yet. */
export abstract class PlatformStack extends TerraformStack {
  readonly layer: Layer;
  readonly settings: PlatformSettings;
  readonly context: PlatformContext;
  readonly caller: TerraformVariable;
  readonly aws: AwsProvider;

  constructor(scope: Construct, layer: Layer, settings: PlatformSettings) {
    const { environment } = settings;
    const name = stackName(environment.name, layer);
    super(scope, name);
    this.layer = layer;
    this.settings = settings;
    this.context = {
      platform: environment.platform,
      name: environment.name,
      region: environment.aws.region,
      accountId: environment.aws.accountId,
      protection: environment.protection,
    };
    settings.state.keep(this, name);
    this.caller = callerVariable(this);
    this.aws = awsProvider(this, { environment, caller: this.caller });
    Aspects.of(this).add(new RoleBoundary(this.context));
  }
}
