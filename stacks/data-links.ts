import { Construct } from "constructs";
import type { Lake } from "../constructs/lake/lake.ts";
import { Archive } from "../constructs/links/archive.ts";
import { linkedTopics } from "../constructs/links/config.ts";
import { Connectors } from "../constructs/links/connectors.ts";
import type { KafkaCluster } from "../constructs/streaming/cluster.ts";
import { streamDatabase, streamSchema, tableNameOfTopic } from "../constructs/streaming/topic-names.ts";
import type { Topics } from "../constructs/streaming/topics.ts";
import { physicalName } from "../constructs/support/names.ts";
import type { Warehouse } from "../constructs/warehouse/warehouse.ts";
import type { FoundationStack } from "./foundation-stack.ts";
import type { PlatformStack } from "./platform-stack.ts";

export interface DataLinksProps {
  readonly stack: PlatformStack;
  readonly foundation: ReturnType<FoundationStack["handover"]["receive"]>;
  readonly kafka: KafkaCluster;
  readonly topics: Topics;
  readonly lake: Lake;
  readonly warehouse: Warehouse;
}

/** What flows from Kafka into the lake and into Snowflake, as far as the environment declares it. */
export class DataLinks extends Construct {
  constructor(scope: Construct, id: string, props: DataLinksProps) {
    super(scope, id);
    archiveTopics(this, props);
    loadTopics(this, props);
  }
}

function archiveTopics(scope: Construct, { stack, foundation, kafka, topics, lake }: DataLinksProps): void {
  const { links, streaming } = stack.settings.environment;
  if (links.archive === undefined) return;
  new Archive(scope, "archive", {
    context: stack.context,
    config: links.archive,
    topics: linkedTopics(links.archive, streaming.topics).map(([name]) => name),
    topicArns: topics.arns,
    cluster: kafka,
    bucket: lake.buckets.bronze,
    keyArn: foundation.keyArns.lake,
    logKeyArn: foundation.keyArns.logs,
    alertTopicArns: foundation.alertTopicArns,
  });
}

function loadTopics(scope: Construct, props: DataLinksProps): void {
  const { stack, foundation, kafka, topics } = props;
  const { links, streaming } = stack.settings.environment;
  if (links.connector === undefined) return;
  const loaded = linkedTopics(links.connector, streaming.topics);
  new Connectors(scope, "connectors", {
    context: stack.context,
    config: links.connector,
    tables: Object.fromEntries(loaded.map(([name, topic]) => [name, tableNameOfTopic(name, topic)])),
    topicArns: topics.arns,
    cluster: kafka,
    replicationFactor: streaming.replicationFactor,
    network: foundation,
    endpointGroupIds: foundation.endpointGroupIds,
    artifacts: foundation.artifactBucket,
    ...signIn(props, links.connector.user),
    logKeyArn: foundation.keyArns.logs,
    alertTopicArns: foundation.alertTopicArns,
  });
}

/** As whom, and with which secret, connectors go to Snowflake. */
function signIn({ stack, foundation, warehouse }: DataLinksProps, name: string) {
  const { snowflake, warehouse: declared, secrets } = stack.settings.environment;
  const user = entry(declared.users, name);
  const { owner } = entry(secrets, user.secret);
  return {
    snowflake: {
      organization: snowflake.organization,
      account: snowflake.account,
      user: entry(warehouse.names.users, name),
      role: entry(warehouse.names.roles, user.role),
      database: entry(warehouse.names.databases, streamDatabase),
      schema: streamSchema,
    },
    secret: {
      name: physicalName("secret", stack.context, owner, user.secret),
      arn: entry(foundation.secretArns, user.secret),
      keyArn: foundation.keyArns.secrets,
    },
  };
}

/** The rules of environments have refused names of nothing. */
function entry<T>(entries: Readonly<Record<string, T>>, name: string): T {
  const found = entries[name];
  if (found === undefined) throw new Error(`${name} is not declared in this environment.`);
  return found;
}
