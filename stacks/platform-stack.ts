import type { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Aspects, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { RoleBoundary } from "../constructs/accounts/role-boundary.ts";
import type { PlatformContext } from "../constructs/support/context.ts";
import type { Environment } from "../environments/environment.ts";
import { type Layer, stackName } from "../environments/layers.ts";
import { awsProvider, type DeployRole } from "./providers.ts";
import type { StateStore } from "./state.ts";

/** What every stack of an environment is built from. */
export interface PlatformSettings {
  readonly environment: Environment;
  readonly state: StateStore;
  /** Who runs Terraform: the plan role reads, the deploy role changes. */
  readonly role: DeployRole;
}

/** One layer of an environment: its own state, the environment's AWS account and its tags, nothing else yet. */
export abstract class PlatformStack extends TerraformStack {
  readonly layer: Layer;
  readonly settings: PlatformSettings;
  readonly context: PlatformContext;
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
    this.aws = awsProvider(this, settings);
    Aspects.of(this).add(new RoleBoundary(this.context));
  }
}
