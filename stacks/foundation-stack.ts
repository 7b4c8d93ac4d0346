import type { Construct } from "constructs";
import { Roles } from "../constructs/identity/roles.ts";
import { Keys } from "../constructs/keys/keys.ts";
import { Network } from "../constructs/network/network.ts";
import { ArtifactBucket } from "../constructs/registry/artifact-bucket.ts";
import { Secrets } from "../constructs/secrets/secrets.ts";
import { Handover } from "./handover.ts";
import { type PlatformSettings, PlatformStack } from "./platform-stack.ts";

/** The ground floor: network, keys, roles, secrets without values, and the bucket that code is fetched from. */
export class FoundationStack extends PlatformStack {
  readonly handover;

  constructor(scope: Construct, settings: PlatformSettings) {
    super(scope, "foundation", settings);
    const { context } = this;
    const { environment } = settings;
    const network = new Network(this, "network", { context, config: environment.network });
    const keys = new Keys(this, "keys", { context, config: environment.keys });
    const roles = new Roles(this, "roles", { context, config: environment.identity });
    const secrets = new Secrets(this, "secrets", { context, config: environment.secrets, keyArn: keys.arns.secrets });
    const artifacts = new ArtifactBucket(this, "artifacts", { context, keyArn: keys.arns.artifacts });
    this.handover = new Handover(this, {
      vpcId: network.vpcId,
      vpcCidr: network.vpcCidr,
      subnetIds: network.subnetIds,
      keyArns: keys.arns,
      roleArns: roles.arns,
      roleNames: roles.names,
      secretArns: secrets.arns,
      artifactBucket: { name: artifacts.bucket.name, arn: artifacts.bucket.arn },
    });
  }
}
