import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { Construct } from "constructs";
import { arn } from "../support/arn.ts";
import type { PlatformContext } from "../support/context.ts";
import { deadLetterTopic } from "../support/dead-letter.ts";
import { physicalName } from "../support/names.ts";
import { allow, policyDocument, type Statement } from "../support/policy.ts";
import { within } from "../support/topic-access.ts";
import { linkPart } from "./link-part.ts";
import { topicArn } from "./topic-arn.ts";

export interface ConnectorRoleProps {
  readonly context: PlatformContext;
  readonly topic: string;
  /** Physical name of the connector. */
  readonly connectorName: string;
  readonly topicArns: Readonly<Record<string, string>>;
  readonly cluster: { readonly clusterArn: string };
  readonly secretArn: string;
  /** The customer managed key of the secret. */
  readonly secretKeyArn: string;
}

/** What a connector works under: it reads its topic, writes its dead letters, keeps its books, and reads one secret. */
export class ConnectorRole extends Construct {
  readonly role: IamRole;
  /** Who starts with these rights waits for them. */
  readonly rights: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ConnectorRoleProps) {
    super(scope, id);
    const { context, topic } = props;
    this.role = new IamRole(this, "role", {
      name: physicalName("role", context, linkPart("load", topic)),
      description: `MSK Connect loads the topic ${topic} into Snowflake`,
      assumeRolePolicy: policyDocument(allow(["sts:AssumeRole"], [], trust(props))),
    });
    this.rights = new IamRolePolicy(this, "rights", {
      role: this.role.name,
      name: "load-topic",
      policy: policyDocument(...kafkaStatements(props), ...secretStatements(props)),
    });
  }
}

/** Source: Amazon MSK developer guide, "Prevent cross-service confused deputy problem". */
function trust({ context, connectorName }: ConnectorRoleProps) {
  return {
    principals: { service: "kafkaconnect.amazonaws.com" },
    conditions: {
      StringEquals: { "aws:SourceAccount": context.accountId },
      ArnLike: { "aws:SourceArn": arn(context, "kafkaconnect", `connector/${connectorName}/*`) },
    },
  };
}

/**
 * Source: Amazon MSK developer guide, "Understand service execution role", and for the names of the topics in which a
 * connector keeps its books "Manage source connector offsets". The groups of its workers have no name that AWS gives.
 * The archive is missing here: MSK Connect copied it when the plugin was made.
 */
function kafkaStatements({
  topic,
  topicArns,
  connectorName,
  cluster: { clusterArn },
}: ConnectorRoleProps): Statement[] {
  const books = within(clusterArn, "topic", `__amazon_msk_connect_*_${connectorName}_*`);
  const groups = [`connect-${connectorName}`, "__amazon_msk_connect_*"].map((name) =>
    within(clusterArn, "group", name),
  );
  return [
    allow(
      ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster", "kafka-cluster:WriteDataIdempotently"],
      [clusterArn],
    ),
    allow(["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"], [topicArn(topicArns, topic)]),
    allow(["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"], [topicArn(topicArns, deadLetterTopic(topic))]),
    allow(
      ["kafka-cluster:CreateTopic", "kafka-cluster:DescribeTopic", "kafka-cluster:ReadData", "kafka-cluster:WriteData"],
      [books],
    ),
    allow(["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"], groups),
  ];
}

function secretStatements({ secretArn, secretKeyArn }: ConnectorRoleProps): Statement[] {
  return [allow(["secretsmanager:GetSecretValue"], [secretArn]), allow(["kms:Decrypt"], [secretKeyArn])];
}
