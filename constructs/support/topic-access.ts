import { Fn } from "cdktf";
import { deadLetterTopic } from "./dead-letter.ts";
import { allow, type Statement } from "./policy.ts";

/** The part of a topic's declaration that says who uses it. */
export interface TopicUse {
  readonly producers: readonly string[];
  /** Consumer groups, each with the identities that read in it. */
  readonly consumers: Readonly<Record<string, readonly string[]>>;
  /** What describes its events, if anything does. */
  readonly schema?: object | undefined;
}

/** What one identity, a role or a job, does with topics. */
export interface TopicAccess {
  readonly produces: readonly string[];
  readonly consumes: readonly string[];
  /** Consumer groups it reads in. */
  readonly groups: readonly string[];
}

/** What the topics' declarations say about one identity. */
export function accessOf(identity: string, topics: Readonly<Record<string, TopicUse>>): TopicAccess {
  const declared = Object.entries(topics);
  const groupsOf = (topic: TopicUse) =>
    Object.entries(topic.consumers).flatMap(([group, identities]) => (identities.includes(identity) ? [group] : []));
  return {
    produces: declared.filter(([, topic]) => topic.producers.includes(identity)).map(([name]) => name),
    consumes: declared.filter(([, topic]) => groupsOf(topic).length > 0).map(([name]) => name),
    groups: [...new Set(declared.flatMap(([, topic]) => groupsOf(topic)))],
  };
}

/**
 * The statements that let an identity do so and nothing else; none when it does nothing. A consumer also writes the
 * dead-letter topics of what it reads. Source of the actions: Amazon MSK developer guide, "IAM access control".
 */
export function topicStatements(clusterArn: string, access: TopicAccess): Statement[] {
  const written = [...access.produces, ...access.consumes.map(deadLetterTopic)];
  const topics = (names: readonly string[]) => names.map((name) => within(clusterArn, "topic", name));
  const groups = access.groups.map((name) => within(clusterArn, "group", name));
  return [
    ...connect(clusterArn, written.length > 0),
    ...allowOn(["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"], topics(written)),
    ...allowOn(["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"], topics(access.consumes)),
    ...allowOn(["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"], groups),
  ];
}

/** Whoever reads also writes dead letters, so who writes nothing does nothing. */
function connect(clusterArn: string, writes: boolean): Statement[] {
  return writes ? [allow(["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"], [clusterArn])] : [];
}

function allowOn(actions: readonly string[], resources: readonly string[]): Statement[] {
  return resources.length > 0 ? [allow(actions, resources)] : [];
}

/** MSK's ARNs of topics and groups are the cluster's with another kind and a name: …:cluster/name/uuid → …:topic/name/uuid/topic. */
export function within(clusterArn: string, kind: "topic" | "group", name: string): string {
  return `${Fn.replace(clusterArn, ":cluster/", `:${kind}/`)}/${name}`;
}
