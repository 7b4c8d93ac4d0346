/** How long a physical name may be and which characters it takes. Each limit names its source. */
interface Alphabet {
  readonly service: string;
  readonly pattern: RegExp;
  readonly limit: number;
}

export const alphabets = {
  /** Amazon S3 user guide, general purpose bucket naming rules. */
  bucket: { service: "an S3 bucket", pattern: /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/, limit: 63 },
  /** IAM user guide, IAM quotas: role names. */
  role: { service: "an IAM role", pattern: /^[A-Za-z0-9+=,.@_-]+$/, limit: 64 },
  /** AWS KMS developer guide, alias names; without "alias/". */
  keyAlias: { service: "a KMS alias", pattern: /^[A-Za-z0-9/_-]+$/, limit: 250 },
  /** Amazon MSK API reference, CreateClusterV2 clusterName. */
  kafkaCluster: { service: "an MSK cluster", pattern: /^[A-Za-z0-9][A-Za-z0-9-]*$/, limit: 64 },
  /** Amazon MSK API reference, CreateConfiguration name. */
  kafkaConfiguration: { service: "an MSK configuration", pattern: /^[A-Za-z0-9][A-Za-z0-9-]*$/, limit: 255 },
  /** AWS Glue API reference, CreateRegistry RegistryName. */
  schemaRegistry: { service: "a schema registry", pattern: /^[A-Za-z0-9_$#.-]+$/, limit: 255 },
  /** Amazon EC2 API reference, CreateSecurityGroup GroupName. */
  securityGroup: { service: "a security group", pattern: /^(?!sg-)[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]+$/, limit: 255 },
  /** Amazon EKS API reference, CreateCluster name. */
  kubernetesCluster: { service: "an EKS cluster", pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/, limit: 100 },
  /** AWS Secrets Manager API reference, CreateSecret name. */
  secret: { service: "a Secrets Manager secret", pattern: /^[A-Za-z0-9/_+=.@-]+$/, limit: 512 },
  /** Amazon CloudWatch Logs API reference, CreateLogGroup. */
  logGroup: { service: "a log group", pattern: /^[A-Za-z0-9._/#-]+$/, limit: 512 },
  /** Amazon ECR API reference, CreateRepository. */
  repository: { service: "an ECR repository", pattern: /^[a-z0-9]+([._/-]+[a-z0-9]+)*$/, limit: 256 },
  /** Amazon Data Firehose API reference, CreateDeliveryStream. */
  deliveryStream: { service: "a Firehose stream", pattern: /^[A-Za-z0-9_.-]+$/, limit: 64 },
  /** Amazon MSK Connect API reference, CreateConnector, CreateCustomPlugin and CreateWorkerConfiguration. */
  connector: { service: "an MSK Connect connector", pattern: /^[A-Za-z0-9-]+$/, limit: 128 },
  /** Amazon CloudWatch API reference, PutMetricAlarm AlarmName; letters, digits, hyphens and underscores are those that nothing misreads. */
  alarm: { service: "a CloudWatch alarm", pattern: /^[A-Za-z0-9_-]+$/, limit: 255 },
  /** Amazon SNS API reference, CreateTopic. */
  alertTopic: { service: "an SNS topic", pattern: /^[A-Za-z0-9_-]+$/, limit: 256 },
  /** AWS CloudTrail user guide, "Naming requirements for CloudTrail resources". */
  trail: { service: "a trail", pattern: /^[A-Za-z0-9][A-Za-z0-9._-]+[A-Za-z0-9]$/, limit: 128 },
  /** Amazon SQS API reference, CreateQueue. */
  queue: { service: "an SQS queue", pattern: /^[A-Za-z0-9_-]+$/, limit: 80 },
  /** Amazon EventBridge API reference, PutRule. */
  eventRule: { service: "an EventBridge rule", pattern: /^[A-Za-z0-9._-]+$/, limit: 64 },
  /** AWS CodeBuild API reference, CreateProject name. */
  buildProject: { service: "a CodeBuild project", pattern: /^[A-Za-z0-9][A-Za-z0-9_-]+$/, limit: 255 },
  /** AWS Budgets API reference, Budget. */
  budget: { service: "a budget", pattern: /^[^:\\]+$/, limit: 100 },
  /** Snowflake documentation, identifier requirements. */
  snowflake: { service: "a Snowflake object", pattern: /^[A-Z_][A-Z0-9_$]*$/, limit: 255 },
} as const satisfies Record<string, Alphabet>;

export type NameKind = keyof typeof alphabets;

/** Who the names are for: every AWS name starts with these two, so that platforms and environments can share an account. */
export interface NameOwner {
  readonly platform: string;
  readonly name: string;
}

/** A name that breaks its service's rule is refused, never cut: two cut names could be the same. Undefined when sound. */
export function nameProblem(kind: NameKind, name: string): string | undefined {
  const { service, pattern, limit }: Alphabet = alphabets[kind];
  if (name.length > limit)
    return `the name of ${service} has at most ${limit} characters, and ${name} has ${name.length}`;
  if (!pattern.test(name)) return `${name} has characters that the name of ${service} cannot have`;
  return undefined;
}

/** The physical name of a part of an environment: `<platform>-<environment>-<part>…`, in the service's own separators. */
export function physicalName(kind: NameKind, owner: NameOwner, ...parts: string[]): string {
  const name = joined(kind, owner, parts);
  const problem = nameProblem(kind, name);
  if (problem) throw new Error(problem);
  return name;
}

/** The same name unchecked, for rules that report the problem themselves. */
export function joined(kind: NameKind, owner: NameOwner, parts: readonly string[]): string {
  if (kind === "secret" || kind === "logGroup") return `/${[owner.platform, owner.name, ...parts].join("/")}`;
  return [owner.platform, owner.name, ...parts].join("-");
}
