import type { Construct } from "constructs";
import { Runner } from "../constructs/accounts/runner.ts";
import { Roles } from "../constructs/identity/roles.ts";
import { Keys } from "../constructs/keys/keys.ts";
import { EndpointClients } from "../constructs/network/endpoint-clients.ts";
import { ExistingNetwork } from "../constructs/network/existing-network.ts";
import { Network, type NetworkEdges, type NetworkReference } from "../constructs/network/network.ts";
import { AlertTopics } from "../constructs/observability/alert-topics.ts";
import { AuditTrail } from "../constructs/observability/audit-trail.ts";
import { Budget } from "../constructs/observability/budget.ts";
import { ArtifactBucket } from "../constructs/registry/artifact-bucket.ts";
import { ImageRepositories } from "../constructs/registry/image-repositories.ts";
import { Secrets } from "../constructs/secrets/secrets.ts";
import { LogBucket } from "../constructs/support/log-bucket.ts";
import { Handover } from "./handover.ts";
import { type PlatformSettings, PlatformStack } from "./platform-stack.ts";

/** The ground floor: keys, network, roles, secrets without values, where code is fetched from, the record of who did what. */
export class FoundationStack extends PlatformStack {
  readonly handover;

  constructor(scope: Construct, settings: PlatformSettings) {
    super(scope, "foundation", settings);
    const { context } = this;
    const { environment } = settings;
    const { network: networkConfig, observability } = environment;
    const keys = new Keys(this, "keys", { context, config: environment.keys });
    const network =
      networkConfig.mode === "own"
        ? new Network(this, "network", { context, config: networkConfig, logKeyArn: keys.arns.logs })
        : new ExistingNetwork(this, "network", { config: networkConfig });
    const roles = new Roles(this, "roles", { context, config: environment.identity });
    const secrets = new Secrets(this, "secrets", { context, config: environment.secrets, keyArn: keys.arns.secrets });
    const { bucket: logs } = new LogBucket(this, "logs", { context, name: "logs", days: observability.accessLogDays });
    const artifacts = new ArtifactBucket(this, "artifacts", { context, keyArn: keys.arns.artifacts, logs });
    const images = new ImageRepositories(this, "images", {
      context,
      config: environment.registry,
      keyArn: keys.arns.artifacts,
    });
    const alerts = new AlertTopics(this, "alerts", { context, config: observability, keyArn: keys.arns.alerts });
    new Budget(this, "budget", { context, config: observability, topicArns: alerts.arns });
    const watched = [artifacts.bucket];
    new AuditTrail(this, "audit", { context, config: observability, keyArn: keys.arns.audit, logs, watched });
    const runnerGroupIds = createRunner(this, network, keys.arns.logs);
    this.handover = new Handover(this, {
      vpcId: network.vpcId,
      vpcCidr: network.vpcCidr,
      subnetIds: network.subnetIds,
      egressAddresses: network.egressAddresses,
      endpointGroupIds: network.endpointGroupIds,
      runnerGroupIds,
      keyArns: keys.arns,
      roleArns: roles.arns,
      roleNames: roles.names,
      secretArns: secrets.arns,
      repositoryUrls: images.urls,
      alertTopicArns: alerts.arns,
      logBucket: { name: logs.name, arn: logs.arn },
      artifactBucket: { name: artifacts.bucket.name, arn: artifacts.bucket.arn },
    });
  }
}

/** Machines for CI where the environment declares them, with a way to AWS; answers their security groups. */
function createRunner(stack: FoundationStack, network: NetworkReference & NetworkEdges, logKeyArn: string): string[] {
  const { context } = stack;
  const { ci } = stack.settings.environment;
  if (ci.runner === undefined) return [];
  const { repository, runner: config } = ci;
  const { groupId } = new Runner(stack, "runner", { context, config, repository, network, logKeyArn });
  const { endpointGroupIds } = network;
  new EndpointClients(stack, "runner-endpoints", { endpointGroupIds, clientGroupIds: { runner: groupId } });
  return [groupId];
}
