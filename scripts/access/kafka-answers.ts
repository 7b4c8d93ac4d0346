import { type Answer, answer } from "./answer.ts";
import type { AwsAccess } from "./aws-access.ts";

/** Who reads and writes each topic, and who reads in each consumer group. Names with wildcards stand as policies have them. */
export function kafkaAnswers(access: AwsAccess): Answer[] {
  const arn = (kind: string, name: string) =>
    `${access.clusterArn.replace(":cluster/", `:${kind}/`)}/${name.replaceAll("*", "any")}`;
  const roles = [...access.roles.keys()];
  const who = (action: string, resource: string) => [
    ...roles.filter(
      (role) => access.may(role, "kafka-cluster:Connect", access.clusterArn) && access.may(role, action, resource),
    ),
    ...access.admitted(action, resource),
  ];
  const patterns = ["kafka-cluster:ReadData", "kafka-cluster:WriteData"].flatMap((action) =>
    access.kafkaNames("topic", action),
  );
  const topics = [...new Set([...access.topics, ...patterns])].map((name) =>
    answer(`topic ${name}`, {
      reads: who("kafka-cluster:ReadData", arn("topic", name)),
      writes: who("kafka-cluster:WriteData", arn("topic", name)),
    }),
  );
  const groups = access
    .kafkaNames("group", "kafka-cluster:AlterGroup")
    .map((name) => answer(`group ${name}`, { joins: who("kafka-cluster:AlterGroup", arn("group", name)) }));
  return [...topics, ...groups];
}
