import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { MskTopic } from "@cdktf/provider-aws/lib/msk-topic/index.js";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { deadLetterTopic } from "../support/dead-letter.ts";
import type { GrantedRole } from "../support/granted-role.ts";
import { stateful } from "../support/lifecycle.ts";
import { policyDocument } from "../support/policy.ts";
import { schemaStatements } from "../support/schema-access.ts";
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

/** What one role has been given so far. */
interface Grants {
  readonly produces: Set<string>;
  readonly consumes: Set<string>;
  readonly groups: Set<string>;
}

/** Every declared topic with its dead-letter topic, and for each role that is given topics one policy with all of them. */
export class Topics extends Construct {
  /** By topic; dead-letter topics included. */
  readonly arns: Readonly<Record<string, string>>;
  readonly #props: TopicsProps;
  readonly #grants = new Map<string, Grants>();

  constructor(scope: Construct, id: string, props: TopicsProps) {
    super(scope, id);
    this.#props = props;
    const topics = Object.entries(props.config.topics).flatMap(([name, config]) =>
      createTopics(new Construct(this, name), props, name, config),
    );
    this.arns = Object.fromEntries(topics.map((topic) => [topic.nameInput, topic.arn]));
    for (const [identity, name] of Object.entries(props.roleNames)) this.#grantDeclared({ id: identity, name });
  }

  /** Lets a role write a topic and nothing else. Throws at a topic that is not declared: `*` is none. */
  grantProduce(role: GrantedRole, topic: string): void {
    this.#checkTopic(topic);
    this.#grantsOf(role).produces.add(topic);
  }

  /**
   * Lets a role read a topic in one consumer group, and put what it cannot process in the topic's dead-letter topic. Throws
   * at a topic that is not declared and at a group that is a pattern.
   */
  grantConsume(role: GrantedRole, topic: string, group: string): void {
    this.#checkTopic(topic);
    if (!/^[A-Za-z0-9._-]{1,255}$/.test(group)) {
      throw new Error(
        `The consumer group ${group} must be a name of letters, digits, dots, hyphens and underscores: a role reads in groups of its own, one by one.`,
      );
    }
    const grants = this.#grantsOf(role);
    grants.consumes.add(topic);
    grants.groups.add(group);
  }

  #grantDeclared(role: GrantedRole): void {
    const { topics } = this.#props.config;
    for (const topic of accessOf(role.id, topics).produces) this.grantProduce(role, topic);
    for (const [topic, { consumers }] of Object.entries(topics)) {
      for (const [group, identities] of Object.entries(consumers)) {
        if (identities.includes(role.id)) this.grantConsume(role, topic, group);
      }
    }
  }

  #checkTopic(topic: string): void {
    const { topics } = this.#props.config;
    if (Object.hasOwn(topics, topic)) return;
    throw new Error(
      `The topic ${topic} must be one of streaming.topics (${Object.keys(topics).join(", ")}). Declare it there.`,
    );
  }

  /** The role's grants; its policy is made with the first and written when all are known. */
  #grantsOf({ id, name: role }: GrantedRole): Grants {
    const known = this.#grants.get(id);
    if (known) return known;
    const grants: Grants = { produces: new Set(), consumes: new Set(), groups: new Set() };
    this.#grants.set(id, grants);
    const policy = Lazy.stringValue({ produce: () => grantedPolicy(this.#props, grants) });
    new IamRolePolicy(this, `${id}-access`, { role, name: "topics", policy });
    return grants;
  }
}

function grantedPolicy({ context, config, cluster }: TopicsProps, { produces, consumes, groups }: Grants): string {
  const access = { produces: [...produces], consumes: [...consumes], groups: [...groups] };
  return policyDocument(
    ...topicStatements(cluster.clusterArn, access),
    ...schemaStatements(context, config.topics, [...produces, ...consumes]),
  );
}

function createTopics(scope: Construct, props: TopicsProps, name: string, config: TopicConfig): MskTopic[] {
  const settings = { "cleanup.policy": config.cleanup, ...tieringOf(config), ...retentionOf(config) };
  return [
    createTopic(scope, "topic", props, name, config.partitions, settings),
    createTopic(scope, "dead-letter-topic", props, deadLetterTopic(name), deadLetterPartitions(config), {
      // Every letter counts, even when the topic itself keeps only the last event of a key.
      "cleanup.policy": "delete",
      ...retentionOf(config),
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
  return retentionHours === undefined ? {} : { "retention.ms": milliseconds(retentionHours) };
}

function tieringOf({ localRetentionHours }: TopicConfig): Record<string, string> {
  if (localRetentionHours === undefined) return {};
  return { "remote.storage.enable": "true", "local.retention.ms": milliseconds(localRetentionHours) };
}

function milliseconds(hours: number): string {
  return String(hours * 3_600_000);
}
