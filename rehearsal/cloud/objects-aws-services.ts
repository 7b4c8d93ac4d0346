import type { Value } from "../value.ts";
import type { Draft, ObjectKind } from "./kind.ts";
import { brokers, brokersOf } from "./objects-aws-brokers.ts";

type Kinds = Readonly<Record<string, ObjectKind>>;

const regional = (service: string, path: string) => `arn:{partition}:${service}:{region}:{account}:${path}`;
const iam = (path: string) => `arn:{partition}:iam::{account}:${path}`;
const counter = (attribute: string) => (draft: Draft) => Number(draft.before(attribute) ?? 0) + 1;
const scalable = "{service_namespace}/{resource_id}/{scalable_dimension}";

/** A name, an ARN that ends in it and is also the id: the shape of most of the newer services. */
function named(service: string, path: string, taken: string, fills: ObjectKind["fills"] = {}): ObjectKind {
  return { id: "{arn}", fills: { arn: regional(service, `${path}`), ...fills }, unique: ["{name}"], taken };
}

export const SERVICE_KINDS: Kinds = {
  aws_iam_role: {
    id: "{name}",
    fills: { arn: iam("role{path|/}{name}"), unique_id: "AROA{CHARS17}", managed_policy_arns: () => [] },
    taken: "EntityAlreadyExists",
  },
  aws_iam_role_policy: { id: "{role}:{name}", upsert: true },
  aws_iam_role_policy_attachment: { id: "{role}/{policy_arn}", upsert: true },
  aws_iam_policy: {
    id: "{arn}",
    fills: { arn: iam("policy{path|/}{name}"), policy_id: "ANPA{CHARS17}", attachment_count: () => 0 },
    taken: "EntityAlreadyExists",
  },
  aws_iam_instance_profile: {
    id: "{name}",
    fills: { arn: iam("instance-profile{path|/}{name}"), unique_id: "AIPA{CHARS17}" },
    taken: "EntityAlreadyExists",
  },
  aws_iam_openid_connect_provider: {
    id: "{arn}",
    fills: {
      arn: (draft) => draft.render(iam(`oidc-provider/${String(draft.at("url")).replace(/^https?:\/\//, "")}`)),
      thumbprint_list: (draft) => [draft.render("{hex40}")],
    },
    taken: "EntityAlreadyExists",
  },
  aws_iam_service_linked_role: {
    id: "{arn}",
    fills: { arn: iam("role/aws-service-role/{aws_service_name}/{name}"), name: "AWSServiceRoleFor{chars8}" },
    unique: ["{aws_service_name}{custom_suffix}"],
    taken: "InvalidInput",
  },
  aws_cloudwatch_log_group: {
    id: "{name}",
    fills: { arn: regional("logs", "log-group:{name}"), log_group_class: "STANDARD" },
    taken: "ResourceAlreadyExistsException",
  },
  aws_cloudwatch_log_stream: {
    id: "{log_group_name}:{name}",
    fills: { id: "{name}", arn: regional("logs", "log-group:{log_group_name}:log-stream:{name}") },
    taken: "ResourceAlreadyExistsException",
    import: "{log_group_name}:{name}",
  },
  aws_cloudwatch_log_resource_policy: { id: "{policy_name}", upsert: true },
  aws_cloudwatch_metric_alarm: {
    id: "{alarm_name}",
    fills: { arn: regional("cloudwatch", "alarm:{alarm_name}") },
    upsert: true,
  },
  aws_cloudwatch_dashboard: {
    id: "{dashboard_name}",
    fills: { dashboard_arn: "arn:{partition}:cloudwatch::{account}:dashboard/{dashboard_name}" },
    upsert: true,
  },
  aws_cloudwatch_event_rule: { id: "{name}", fills: { arn: regional("events", "rule/{name}") }, upsert: true },
  aws_cloudwatch_event_target: {
    id: "{rule}-{target_id}",
    fills: { target_id: "terraform-{digits26}" },
    upsert: true,
    import: "{rule}/{target_id}",
  },
  aws_cloudtrail: {
    ...named("cloudtrail", "trail/{name}", "TrailAlreadyExistsException", {
      home_region: "{region}",
      sns_topic_arn: "",
    }),
  },
  aws_codebuild_project: {
    id: "{arn}",
    fills: {
      arn: regional("codebuild", "project/{name}"),
      badge_url: "",
      encryption_key: "arn:{partition}:kms:{region}:{account}:alias/aws/s3",
      public_project_alias: "",
    },
    taken: "ResourceAlreadyExistsException",
    import: "{name}",
  },
  // GitHub's own secret is known to CodeBuild only; others' are returned.
  aws_codebuild_webhook: {
    id: "{project_name}",
    fills: {
      payload_url: "https://codebuild.{region}.amazonaws.com/webhooks?t={chars12}",
      url: "https://api.github.com/repos/hooks/{digits9}",
      secret: "",
    },
    taken: "ResourceAlreadyExistsException",
  },
  aws_budgets_budget: {
    id: "{account}:{name}",
    fills: {
      arn: "arn:{partition}:budgets::{account}:budget/{name}",
      time_period_start: "2026-01-01_00:00",
      time_period_end: "2087-06-15_00:00",
    },
    taken: "DuplicateRecordException",
  },
  aws_msk_configuration: {
    ...named("kafka", "configuration/{name}/{uuid}-7", "ConflictException", {
      latest_revision: counter("latest_revision"),
    }),
    changing: { latest_revision: ["server_properties", "description"] },
  },
  aws_msk_cluster: {
    id: "{arn}",
    fills: {
      ...brokers,
      arn: regional("kafka", "cluster/{cluster_name}/{cluster_uuid}"),
      cluster_uuid: "{uuid}-12",
      current_version: "K{chars13}",
      enhanced_monitoring: "DEFAULT",
      storage_mode: "LOCAL",
      zookeeper_connect_string: brokersOf("z", 2181, () => true),
      zookeeper_connect_string_tls: brokersOf("z", 2182, () => true),
    },
    unique: ["{cluster_name}"],
    taken: "ConflictException",
    changing: { current_version: [] },
  },
  aws_msk_topic: {
    id: "{cluster_arn},{name}",
    fills: { arn: (draft) => topicArn(draft), configs_actual: (draft) => draft.at("configs") ?? "{}" },
    taken: "TopicAlreadyExists",
    changing: { configs_actual: ["configs"] },
  },
  aws_msk_cluster_policy: {
    id: "{cluster_arn}",
    fills: { current_version: "K{chars13}" },
    upsert: true,
    changing: { current_version: [] },
  },
  aws_msk_scram_secret_association: { id: "{cluster_arn}", upsert: true },
  aws_msk_vpc_connection: {
    id: "{arn}",
    fills: { arn: regional("kafka", "vpc-connection/{account}/{chars12}/{uuid}-12") },
    unique: ["{target_cluster_arn} {vpc_id} {authentication}"],
    taken: "ConflictException",
  },
  aws_mskconnect_connector: named("kafkaconnect", "connector/{name}/{uuid}-2", "ConflictException", {
    version: "K{chars13}",
  }),
  aws_mskconnect_custom_plugin: named("kafkaconnect", "custom-plugin/{name}/{uuid}-2", "ConflictException", {
    latest_revision: counter("latest_revision"),
  }),
  aws_mskconnect_worker_configuration: named(
    "kafkaconnect",
    "worker-configuration/{name}/{uuid}-2",
    "ConflictException",
    {
      latest_revision: counter("latest_revision"),
    },
  ),
  aws_kinesis_firehose_delivery_stream: named("firehose", "deliverystream/{name}", "ResourceInUseException", {
    destination_id: "destinationId-000000000001",
    version_id: "1",
  }),
  aws_appautoscaling_target: {
    id: scalable,
    fills: {
      id: "{resource_id}",
      arn: regional("application-autoscaling", "scalable-target/{hex20}"),
      role_arn: (draft) => draft.render(iam(`role/aws-service-role/${scalingRole(draft)}`)),
    },
    upsert: true,
    import: scalable,
  },
  aws_appautoscaling_policy: {
    id: `${scalable}/{name}`,
    fills: {
      id: "{name}",
      arn: regional("autoscaling", "scalingPolicy:{uuid}:resource/{service_namespace}/{resource_id}:policyName/{name}"),
      alarm_arns: () => [],
    },
    upsert: true,
    import: `${scalable}/{name}`,
  },
  aws_sns_topic: named("sns", "{name}", "InvalidParameter", { owner: "{account}", beginning_archive_time: "" }),
  aws_sns_topic_policy: { id: "{arn}", upsert: true },
  aws_sns_topic_subscription: {
    id: "{arn}",
    fills: {
      arn: "{topic_arn}:{uuid}",
      pending_confirmation: byEmail,
      confirmation_was_authenticated: (draft) => !byEmail(draft),
    },
    unique: ["{topic_arn} {protocol} {endpoint}"],
    taken: "InvalidParameter",
  },
  aws_sqs_queue: {
    id: "{url}",
    fills: { arn: regional("sqs", "{name}"), url: "https://sqs.{region}.amazonaws.com/{account}/{name}" },
    taken: "QueueAlreadyExists",
  },
  aws_sqs_queue_policy: { id: "{queue_url}", upsert: true },
  aws_athena_workgroup: {
    id: "{name}",
    fills: { arn: regional("athena", "workgroup/{name}") },
    taken: "InvalidRequestException",
  },
  aws_glue_catalog_database: {
    id: "{catalog_id}:{name}",
    fills: { arn: regional("glue", "database/{name}"), catalog_id: "{account}" },
    taken: "AlreadyExistsException",
  },
};

/** Nobody confirms a subscription by e-mail while Terraform waits. */
function byEmail(draft: Draft): boolean {
  return draft.at("protocol") === "email";
}

/** A topic's ARN names the cluster's name and uuid. */
function topicArn(draft: Draft): Value {
  const cluster = String(draft.at("cluster_arn"));
  return `${cluster.replace(":cluster/", ":topic/")}/${String(draft.at("name"))}`;
}

function scalingRole(draft: Draft): string {
  const service = String(draft.at("service_namespace"));
  return `${service}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_${service}`;
}
