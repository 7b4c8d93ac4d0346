/** Something that a call acts on: whose it is decides its ARN and its tag. */
export interface Owner {
  readonly platform: string;
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
}

const uuid = "0a1b2c3d-0000-4000-8000-000000000001";
const regional = (service: string, resource: (owner: Owner) => string) => (owner: Owner) =>
  `arn:aws:${service}:${owner.region}:${owner.accountId}:${resource(owner)}`;
const global = (service: string, resource: (owner: Owner) => string) => (owner: Owner) =>
  `arn:aws:${service}::${owner.accountId}:${resource(owner)}`;
const ec2 = (type: string) => regional("ec2", () => `${type}/${type.slice(0, 3)}-0123456789abcdef0`);
const prefix = ({ platform, environment }: Owner) => `${platform}-${environment}`;

/** ARNs by kind. Source of the formats: AWS service authorization reference, resource types. */
export const things = {
  all: () => "*",
  vpc: ec2("vpc"),
  subnet: ec2("subnet"),
  "internet-gateway": ec2("internet-gateway"),
  "route-table": ec2("route-table"),
  "elastic-ip": ec2("elastic-ip"),
  natgateway: ec2("natgateway"),
  "vpc-endpoint": ec2("vpc-endpoint"),
  "vpc-flow-log": ec2("vpc-flow-log"),
  "security-group": ec2("security-group"),
  "security-group-rule": ec2("security-group-rule"),
  "network-acl": ec2("network-acl"),
  "launch-template": ec2("launch-template"),
  key: regional("kms", () => `key/${uuid}`),
  alias: regional("kms", (owner) => `alias/${prefix(owner)}-lake`),
  bucket: (owner: Owner) => `arn:aws:s3:::${prefix(owner)}-bronze`,
  object: (owner: Owner) => `arn:aws:s3:::${prefix(owner)}-bronze/raw/a.json`,
  queue: regional("sqs", (owner) => `${prefix(owner)}-workers-interruptions`),
  rule: regional("events", (owner) => `rule/${prefix(owner)}-workers-spot`),
  profile: global("iam", (owner) => `instance-profile/${prefix(owner)}-workers-karpenter-nodes`),
  role: global("iam", (owner) => `role/${prefix(owner)}-event-collector`),
  secret: regional("secretsmanager", (o) => `secret:/${o.platform}/${o.environment}/data-engineering/key-AbCdEf`),
  "log-group": regional("logs", ({ platform, environment }) => `log-group:/${platform}/${environment}/kafka/brokers`),
  "log-stream": regional(
    "logs",
    (o) => `log-group:/${o.platform}/${o.environment}/links/archive:log-stream:user_events`,
  ),
  "network-interface": ec2("network-interface"),
  artifact: (owner: Owner) => `arn:aws:s3:::${prefix(owner)}-artifacts/connectors/snowflake.zip`,
  stream: regional("firehose", (owner) => `deliverystream/${prefix(owner)}-archive-user-events`),
  connector: regional("kafkaconnect", (owner) => `connector/${prefix(owner)}-load-user-events/${uuid}-2`),
  plugin: regional("kafkaconnect", (owner) => `custom-plugin/${prefix(owner)}-snowflake-3-5-0-000000000000/${uuid}-2`),
  "worker-configuration": regional(
    "kafkaconnect",
    (owner) => `worker-configuration/${prefix(owner)}-snowflake-000000000000/${uuid}-2`,
  ),
  repository: regional("ecr", (owner) => `repository/${prefix(owner)}-jobs`),
  alerts: regional("sns", (owner) => `${prefix(owner)}-critical`),
  alarm: regional("cloudwatch", (owner) => `alarm:${prefix(owner)}-kafka-controller`),
  registry: regional("glue", (owner) => `registry/${prefix(owner)}-events`),
  schema: regional("glue", (owner) => `schema/${prefix(owner)}-events/user_events`),
  budget: global("budgets", (owner) => `budget/${prefix(owner)}-monthly`),
  trail: regional("cloudtrail", (owner) => `trail/${prefix(owner)}-audit`),
  kafka: regional("kafka", (owner) => `cluster/${prefix(owner)}/${uuid}-1`),
  topic: regional("kafka", (owner) => `topic/${prefix(owner)}/${uuid}-1/user_events`),
  "kafka-configuration": regional("kafka", (owner) => `configuration/${prefix(owner)}-3-9-x/${uuid}-1`),
  target: regional("application-autoscaling", () => "scalable-target/0123456789abcdef0123"),
  cluster: regional("eks", (owner) => `cluster/${prefix(owner)}-workers`),
  nodegroup: regional("eks", (owner) => `nodegroup/${prefix(owner)}-workers/nodes/${uuid}`),
  addon: regional("eks", (owner) => `addon/${prefix(owner)}-workers/coredns/${uuid}`),
  "access-entry": regional("eks", (o) => `access-entry/${prefix(o)}-workers/role/${o.accountId}/x/${uuid}`),
  association: regional("eks", (owner) => `podidentityassociation/${prefix(owner)}-workers/a-0123456789abcdef0`),
} satisfies Record<string, (owner: Owner) => string>;

export type Thing = keyof typeof things;
