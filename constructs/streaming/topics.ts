import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { MskTopic } from "@cdktf/provider-aws/lib/msk-topic/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { deadLetterTopic } from "../support/dead-letter.ts";
import { stateful } from "../support/lifecycle.ts";
import { policyDocument } from "../support/policy.ts";
import { accessOf, topicStatements } from "../support/topic-access.ts";
import type { StreamingConfig, TopicConfig } from "./config.ts";
import { deadLetterPartitions } from "./rules.ts";

export interface TopicsProps {
  readonly context: PlatformContext;
  readonly config: StreamingConfig;
  readonly cluster: { readonly clusterArn: string };
  /** Physical names of the roles that may be given topics, or references to them, by the names of the configuration. */
  readonly roleNames: Readonly<Record<string, string>>;
}

/** Every declared topic with its dead-letter topic, and for each role that a topic names one policy with all its topics. */
export class Topics extends Construct {
  /** By topic; dead-letter topics included. */
  readonly arns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: TopicsProps) {
    super(scope, id);
    const topics = Object.entries(props.config.topics).flatMap(([name, config]) =>
      createTopics(new Construct(this, name), props, name, config),
    );
    this.arns = Object.fromEntries(topics.map((topic) => [topic.nameInput, topic.arn]));
    for (const [identity, roleName] of Object.entries(props.roleNames)) grantDeclared(this, props, identity, roleName);
  }
}

function grantDeclared(scope: Construct, { config, cluster }: TopicsProps, identity: string, role: string): void {
  const statements = topicStatements(cluster.clusterArn, accessOf(identity, config.topics));
  if (statements.length === 0) return;
  new IamRolePolicy(scope, `${identity}-access`, { role, name: "topics", policy: policyDocument(...statements) });
}

function createTopics(scope: Construct, props: TopicsProps, name: string, config: TopicConfig): MskTopic[] {
  const retention = retentionOf(config);
  return [
    createTopic(scope, "topic", props, name, config.partitions, { "cleanup.policy": config.cleanup, ...retention }),
    createTopic(scope, "dead-letter-topic", props, deadLetterTopic(name), deadLetterPartitions(config), {
      // Every letter counts, even when the topic itself keeps only the last event of a key.
      "cleanup.policy": "delete",
      ...retention,
    }),
  ];
}

function createTopic(
  scope: Construct,
  id: string,
  { context, config, cluster }: TopicsProps,
  name: string,
  partitionCount: number,
  settings: Readonly<Record<string, string>>,
): MskTopic {
  return new MskTopic(scope, id, {
    clusterArn: cluster.clusterArn,
    name,
    partitionCount,
    replicationFactor: config.replicationFactor,
    configs: JSON.stringify(settings),
    lifecycle: stateful(context),
  });
}

/** A topic that says nothing keeps events as long as the brokers' default says. Kafka takes topic settings as text. */
function retentionOf({ retentionHours }: TopicConfig): Record<string, string> {
  return retentionHours === undefined ? {} : { "retention.ms": String(retentionHours * 3_600_000) };
}
