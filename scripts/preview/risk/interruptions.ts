/** A change in place that stops or restarts something that runs. */
export interface Interruption {
  readonly type: string;
  readonly path: string;
  readonly what: string;
  /** Only in this direction; else any change. Of blocks, "gone": one that stood stands no more as it was. */
  readonly when?: "lower" | "true" | "false" | "unset" | "gone";
}

const rolling =
  "brokers restart one after the other; clients without retries, and partitions with fewer than two replicas, notice";

/** Sources: MSK developer guide ("Update the broker size", "Update the configuration", "Update the Apache Kafka version", "Update security settings"); EKS user guide ("Update a managed node group", "Update an existing cluster"); Snowflake SQL reference (ALTER of each kind). */
export const interruptions: readonly Interruption[] = [
  ...[
    "broker_node_group_info.instance_type",
    "broker_node_group_info.connectivity_info",
    "broker_node_group_info.storage_info.ebs_storage_info.provisioned_throughput",
    "kafka_version",
    "configuration_info",
    "client_authentication",
    "encryption_info",
    "storage_mode",
  ].map((path) => ({ type: "aws_msk_cluster", path, what: rolling })),
  {
    type: "aws_msk_cluster",
    path: "number_of_broker_nodes",
    when: "lower",
    what: "brokers are removed; partitions on them must have been moved",
  },
  {
    type: "aws_msk_cluster",
    path: "broker_node_group_info.storage_info.ebs_storage_info.volume_size",
    when: "lower",
    what: "storage cannot shrink: the apply fails half-way",
  },
  { type: "aws_mskconnect_connector", path: "connector_configuration", what: "the connector's tasks restart" },
  { type: "aws_mskconnect_connector", path: "capacity", what: "the connector's tasks move to other workers" },
  {
    type: "aws_kinesis_firehose_delivery_stream",
    path: "extended_s3_configuration.bucket_arn",
    what: "records go to another bucket from then on",
  },
  {
    type: "aws_eks_cluster",
    path: "version",
    what: "the control plane is upgraded, which cannot be undone; nodes and add-ons follow",
  },
  { type: "aws_eks_cluster", path: "vpc_config.subnet_ids", what: "the control plane's interfaces move" },
  {
    type: "aws_eks_cluster",
    path: "vpc_config.endpoint_private_access",
    when: "false",
    what: "nodes and jobs in the network no longer reach the API",
  },
  // EKS user guide, "Disable EKS Auto Mode": it ends the nodes that it manages.
  {
    type: "aws_eks_cluster",
    path: "compute_config.enabled",
    when: "false",
    what: "the nodes and load balancers that EKS manages are ended",
  },
  { type: "aws_eks_node_group", path: "version", what: "nodes are drained and replaced, one after the other" },
  { type: "aws_eks_node_group", path: "release_version", what: "nodes are drained and replaced, one after the other" },
  { type: "aws_eks_node_group", path: "launch_template", what: "nodes are drained and replaced, one after the other" },
  {
    type: "aws_eks_node_group",
    path: "scaling_config.max_size",
    when: "lower",
    what: "nodes above the new limit are ended, and the pods on them with them",
  },
  {
    type: "aws_eks_node_group",
    path: "scaling_config.desired_size",
    when: "lower",
    what: "nodes are ended, and the pods on them with them",
  },
  { type: "aws_eks_node_group", path: "taint", what: "pods that do not tolerate it are evicted or no longer placed" },
  { type: "aws_eks_addon", path: "addon_version", what: "the add-on's pods restart on every node" },
  { type: "aws_eks_addon", path: "configuration_values", what: "the add-on's pods restart on every node" },
  { type: "aws_db_instance", path: "instance_class", what: "the database restarts" },
  { type: "aws_db_instance", path: "engine_version", what: "the database restarts" },
  // EventBridge user guide, "Event patterns": what a rule does not match, it sends nowhere.
  {
    type: "aws_cloudwatch_event_rule",
    path: "event_pattern",
    what: "events that it no longer names reach nobody: Karpenter moves no run off a node that ends",
  },
  { type: "aws_cloudwatch_event_rule", path: "state", what: "its events may reach nobody from then on" },
  { type: "aws_cloudwatch_event_rule", path: "schedule_expression", what: "it fires at other times" },
  { type: "aws_cloudwatch_event_target", path: "arn", what: "its events go elsewhere from then on" },
  { type: "aws_internet_gateway", path: "vpc_id", what: "all traffic with the internet stops" },
  { type: "aws_route_table_association", path: "route_table_id", what: "traffic of the subnet takes another way" },
  ...[
    "carrier_gateway_id",
    "core_network_arn",
    "egress_only_gateway_id",
    "gateway_id",
    "local_gateway_id",
    "nat_gateway_id",
    "network_interface_id",
    "transit_gateway_id",
    "vpc_endpoint_id",
    "vpc_peering_connection_id",
  ].map((path) => ({ type: "aws_route", path, what: "open connections on the route break" })),
  ...["aws_route_table", "aws_default_route_table"].map((type) => ({
    type,
    path: "route",
    when: "gone" as const,
    what: "traffic on the routes that stood stops, or takes another way",
  })),
  // VPC user guide, "DNS attributes for your VPC": without it the resolver of the network answers nothing.
  {
    type: "aws_vpc",
    path: "enable_dns_support",
    when: "false",
    what: "no name resolves in the network any more, nor the private ones of its endpoints",
  },
  { type: "aws_nat_gateway", path: "subnet_id", what: "outgoing traffic of the zone stops" },
  { type: "aws_vpc_endpoint", path: "subnet_ids", what: "private traffic of a zone with the service may stop" },
  {
    type: "aws_s3_bucket_notification",
    path: "topic",
    what: "files under what is no longer named are announced to nobody: pipes stop",
  },
  {
    type: "aws_s3_bucket_notification",
    path: "queue",
    what: "files under what is no longer named are announced to nobody: pipes stop",
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    path: "actions_enabled",
    when: "false",
    what: "nobody is told when it would ring",
  },
  { type: "aws_cloudwatch_metric_alarm", path: "alarm_actions", when: "unset", what: "nobody is told when it rings" },
  {
    type: "aws_appautoscaling_target",
    path: "max_capacity",
    when: "lower",
    what: "storage or capacity no longer grows as far",
  },
  {
    type: "snowflake_warehouse",
    path: "warehouse_size",
    what: "new statements run on another size, and its cache starts empty",
  },
  { type: "snowflake_warehouse", path: "warehouse_type", what: "the warehouse is suspended to change its type" },
  { type: "snowflake_warehouse", path: "resource_constraint", what: "the warehouse is suspended to change its memory" },
  {
    type: "snowflake_warehouse",
    path: "max_cluster_count",
    when: "lower",
    what: "statements that need the clusters wait in line",
  },
  {
    type: "snowflake_warehouse",
    path: "statement_timeout_in_seconds",
    when: "lower",
    what: "statements that take longer are cancelled",
  },
  {
    type: "snowflake_warehouse",
    path: "auto_resume",
    when: "false",
    what: "statements fail while the warehouse is suspended",
  },
  { type: "snowflake_stage", path: "url", what: "pipes load from another place from then on" },
  { type: "snowflake_stage", path: "storage_integration", what: "pipes reach their files through another trust" },
  {
    type: "snowflake_storage_integration",
    path: "enabled",
    when: "false",
    what: "every stage that names it is cut off from its files: pipes stop",
  },
  {
    type: "snowflake_storage_integration",
    path: "storage_allowed_locations",
    what: "stages outside the new locations are refused: their pipes stop",
  },
  {
    type: "snowflake_storage_integration",
    path: "storage_aws_role_arn",
    what: "stages reach their files through another role: pipes stop until it trusts Snowflake",
  },
  {
    type: "snowflake_storage_integration",
    path: "storage_aws_external_id",
    what: "the role no longer trusts the integration: pipes stop",
  },
  { type: "snowflake_service_user", path: "disabled", when: "true", what: "the user can no longer sign in" },
  { type: "snowflake_service_user", path: "default_role", what: "its sessions start with other rights" },
  { type: "snowflake_task", path: "started", when: "false", what: "its runs no longer start" },
  ...["table", "view", "external_table", "directory_table"].map((source) => ({
    type: `snowflake_stream_on_${source}`,
    path: "stale",
    when: "false" as const,
    what: "it is made again from now on: changes that nobody has read are passed over",
  })),
  // "Managing streams": what a stream reads, change tracking records.
  ...["table", "view"].map((kind) => ({
    type: `snowflake_${kind}`,
    path: "change_tracking",
    when: "false" as const,
    what: "streams on it have no changes to read from then on",
  })),
  { type: "kubernetes_cron_job_v1", path: "spec.suspend", when: "true", what: "its job no longer runs" },
  // Kubernetes documentation, "Resource Quotas", "Limit Ranges": both are looked at when a pod is made.
  {
    type: "kubernetes_resource_quota_v1",
    path: "spec.hard",
    when: "lower",
    what: "runs above what is left wait, or are not started",
  },
  {
    type: "kubernetes_limit_range_v1",
    path: "spec.limit.max",
    when: "lower",
    what: "pods that ask for more are refused",
  },
  { type: "kubernetes_deployment_v1", path: "spec.replicas", when: "lower", what: "some of its pods end" },
  { type: "kubernetes_stateful_set_v1", path: "spec.replicas", when: "lower", what: "some of its pods end" },
  // In place by ALTER … RENAME: whoever names it finds nothing.
  ...[
    "database",
    "schema",
    "table",
    "account_role",
    "warehouse",
    "stage",
    "pipe",
    "service_user",
    "network_policy",
  ].map((kind) => ({
    type: `snowflake_${kind}`,
    path: "name",
    what: "it is renamed; whoever names it as before finds nothing",
  })),
  { type: "helm_release", path: "repository", what: "its chart comes from elsewhere, and what it runs restarts" },
  ...["version", "chart", "set", "values"].map((path) => ({
    type: "helm_release",
    path,
    what: "what the chart runs restarts",
  })),
];
