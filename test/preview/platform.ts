/** Where resources of which types stand in an environment: layer, construct ({} once for each of `names`), types. */
export const platform: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ["foundation", "network/vpc", [""], ["aws_vpc"]],
  [
    "foundation",
    "network/{}",
    ["us-west-2a", "us-west-2b", "us-west-2c"],
    ["aws_subnet", "aws_route_table", "aws_route"],
  ],
  ["foundation", "keys/{}", ["lake", "streaming", "secrets", "workers", "logs"], ["aws_kms_key", "aws_kms_alias"]],
  ["foundation", "secrets/{}", ["snowflake-loader-key", "stripe-reading-key"], ["aws_secretsmanager_secret"]],
  ["foundation", "roles/{}", ["event-collector", "partner-drop"], ["aws_iam_role"]],
  ["foundation", "audit/logs", [""], ["aws_s3_bucket", "aws_s3_bucket_policy", "aws_s3_bucket_versioning"]],
  ["data", "kafka/cluster", [""], ["aws_msk_cluster"]],
  ["data", "kafka-alarms/{}", ["broker-1", "broker-2", "broker-3"], ["aws_cloudwatch_metric_alarm"]],
  ["data", "topics/{}", ["user_events", "transaction_events", "system_metrics"], ["aws_msk_topic"]],
  [
    "data",
    "lake/{}",
    ["bronze", "silver", "gold", "quarantine"],
    ["aws_s3_bucket", "aws_s3_bucket_policy", "aws_s3_bucket_versioning", "aws_s3_bucket_lifecycle_configuration"],
  ],
  ["data", "links/archive/{}", ["user_events", "system_metrics"], ["aws_kinesis_firehose_delivery_stream"]],
  ["data", "warehouse/databases/{}", ["RAW_DATA", "ANALYTICS"], ["snowflake_database", "snowflake_schema"]],
  ["data", "warehouse/databases/RAW_DATA/tables/{}", ["USER_EVENTS", "SYSTEM_METRICS"], ["snowflake_table"]],
  ["data", "warehouse/roles/{}", ["READER", "LOADER", "PUBLISHER"], ["snowflake_grant_privileges_to_account_role"]],
  ["data", "warehouse/warehouses/{}", ["LOADING", "TRANSFORM"], ["snowflake_warehouse"]],
  ["workers", "cluster/cluster", [""], ["aws_eks_cluster"]],
  ["workers", "cluster/nodes", [""], ["aws_eks_node_group", "aws_launch_template", "aws_iam_role"]],
  ["jobs", "jobs/definitions/{}", ["publish", "compact"], ["kubernetes_cron_job_v1", "kubernetes_config_map_v1"]],
];

export interface Place {
  readonly layer: string;
  readonly construct: string;
  readonly type: string;
  readonly address: string;
}

/** As many resources as asked for: the platform once, then with numbered names. */
export function places(count: number): Place[] {
  const found: Place[] = [];
  for (let round = 0; found.length < count; round++) {
    for (const [layer, pattern, names, types] of platform) {
      for (const name of names) {
        const construct = pattern.replace("{}", round === 0 ? name : `${name || "more"}-${round}`);
        for (const type of types)
          found.push({ layer, construct: construct + (round && !name ? `/${round}` : ""), type, address: "" });
      }
    }
  }
  return found.slice(0, count).map((place) => ({ ...place, address: addressOf(place) }));
}

/** As the engine names them: the path and a hash. */
function addressOf({ construct, type }: Place): string {
  const path = construct.replaceAll("/", "_");
  let hash = 0;
  for (const character of `${type}${path}`) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return `${type}.${path}_${hash.toString(16).toUpperCase().padStart(8, "0")}`;
}
