import type { Value, Values } from "../value.ts";
import type { Change } from "./account.ts";
import { isOlder } from "./conditional-replacement.ts";
import { numberAt, textAt, textsAt, valuesAt } from "./paths.ts";
import { type Rule, refuse, type Surroundings } from "./rule.ts";

/** https://docs.aws.amazon.com/msk/1.0/apireference/clusters.html#clusters-model-ebsstorageinfo */
const MOST_VOLUME_GIB = 16_384;
const NODES = "broker_node_group_info";
const STORAGE = `${NODES}.storage_info`;
const VOLUME = `${STORAGE}.ebs_storage_info.volume_size`;
const PRIVATE = `${NODES}.connectivity_info.vpc_connectivity.client_authentication.sasl.iam`;

/** What Amazon MSK refuses of a cluster. Sources of what is not named beside a rule: Amazon MSK developer guide, "Amazon MSK broker types", "Amazon MSK Express brokers", "Tiered storage requirements". */
export const CLUSTER_RULES: readonly Rule[] = [
  volumeInRange,
  volumeOnlyGrows,
  brokersPerZone,
  kindStays,
  expressAlone,
  sizeRunsVersion,
  tieringStays,
  privateNeedsSignIn,
];

function bad(change: Change, detail: string): never {
  refuse(change, "BadRequestException", detail);
}

function isExpress(cluster: Values | null): boolean {
  return sizeOf(cluster).startsWith("express.");
}

function sizeOf(cluster: Values | null): string {
  return textAt(cluster ?? {}, `${NODES}.instance_type`) ?? "";
}

function volumeInRange(change: Change): void {
  const size = numberAt(change.asked ?? {}, VOLUME);
  if (size === undefined || (size >= 1 && size <= MOST_VOLUME_GIB)) return;
  bad(change, `volume_size is ${size}; it must be 1 to ${MOST_VOLUME_GIB} GiB.`);
}

function volumeOnlyGrows(change: Change): void {
  const before = numberAt(change.prior ?? {}, VOLUME);
  const after = numberAt(change.asked ?? {}, VOLUME);
  if (before === undefined || after === undefined || after >= before) return;
  bad(
    change,
    `volume_size would shrink from ${before} to ${after} GiB; MSK storage only grows. Use ${before} or more.`,
  );
}

function brokersPerZone(change: Change): void {
  const brokers = numberAt(change.asked ?? {}, "number_of_broker_nodes");
  const zones = textsAt(change.asked ?? {}, `${NODES}.client_subnets`).length;
  if (brokers === undefined || zones === 0 || (brokers > 0 && brokers % zones === 0)) return;
  bad(change, `number_of_broker_nodes is ${brokers}; it must be a multiple of the ${zones} client subnets.`);
}

function kindStays(change: Change): void {
  if (!change.prior || !change.asked || isExpress(change.prior) === isExpress(change.asked)) return;
  const sizes = `${sizeOf(change.prior)} to ${sizeOf(change.asked)}`;
  bad(
    change,
    `instance_type would go from ${sizes}; a cluster stays Standard or Express. Make another cluster, and move over.`,
  );
}

/** "The storageInfo parameter is not supported for Express instance types": github.com/hashicorp/terraform-provider-aws/pull/46702. */
function expressAlone(change: Change): void {
  const asked = change.asked ?? {};
  if (!isExpress(asked)) {
    if (valuesAt(asked, "rebalancing").length > 0)
      bad(change, "rebalancing is for Express brokers only. Leave it out.");
    return;
  }
  if (valuesAt(asked, VOLUME).length > 0)
    bad(change, "the storageInfo parameter is not supported for Express instance types. Leave storage_info out.");
  if (asked.storage_mode === "TIERED") bad(change, "storage_mode is not for Express brokers. Leave it out.");
  const zones = textsAt(asked, `${NODES}.client_subnets`).length;
  if (zones > 0 && zones !== 3) bad(change, `there are ${zones} client_subnets; Express brokers need 3 zones.`);
}

/** AWS CloudFormation user guide, AWS::MSK::Cluster BrokerNodeGroupInfo; Amazon MSK developer guide, "Express brokers". */
function sizeRunsVersion(change: Change): void {
  const version = textAt(change.asked ?? {}, "kafka_version") ?? "";
  const size = sizeOf(change.asked);
  if (size === "kafka.t3.small" && version.endsWith(".kraft"))
    bad(change, `${size} cannot run ${version}, which has KRaft. Use larger brokers.`);
  const leastVersion = version.endsWith(".kraft") ? "3.9" : "3.6";
  if (isExpress(change.asked) && isOlder(version, leastVersion))
    bad(change, `Express brokers do not run ${version}. Use ${leastVersion} or newer.`);
}

function tieringStays(change: Change): void {
  if (change.asked?.storage_mode === "TIERED" && sizeOf(change.asked) === "kafka.t3.small")
    bad(change, "kafka.t3.small has no tiered storage. Use larger brokers.");
  if (change.prior?.storage_mode !== "TIERED" || change.asked?.storage_mode !== "LOCAL") return;
  bad(change, "storage_mode would go from TIERED to LOCAL; MSK does not take tiered storage back. Leave it TIERED.");
}

/** Amazon MSK developer guide, "Amazon MSK multi-VPC private connectivity": requirements. */
function privateNeedsSignIn(change: Change): void {
  const asked = change.asked ?? {};
  if (!valuesAt(asked, PRIVATE).includes(true)) return;
  if (!valuesAt(asked, "client_authentication.sasl.iam").includes(true))
    bad(change, "vpc_connectivity has sasl.iam and the cluster has not. Turn on client_authentication.sasl.iam.");
  if (sizeOf(asked) === "kafka.t3.small")
    bad(change, "kafka.t3.small has no multi-VPC connectivity. Use larger brokers.");
}

/** What Amazon MSK and Kafka refuse of a topic. */
export const TOPIC_RULES: readonly Rule[] = [
  replicationWithinBrokers,
  partitionsOnlyGrow,
  tierOfTopic,
  tierOfTopicStays,
  deletionAllowed,
];

function clusterOf(topic: Values, near: Surroundings): Values | null {
  return near.find("aws_msk_cluster", textAt(topic, "cluster_arn") ?? "");
}

function replicationWithinBrokers(change: Change, near: Surroundings): void {
  const factor = numberAt(change.asked ?? {}, "replication_factor");
  const cluster = clusterOf(change.asked ?? {}, near);
  const brokers = numberAt(cluster ?? {}, "number_of_broker_nodes");
  if (factor === undefined || brokers === undefined) return;
  const outside = factor < 1 || factor > brokers;
  const detail = `replication_factor is ${factor}; the cluster has ${brokers} brokers. Use 1 to ${brokers}.`;
  if (outside) refuse(change, "InvalidReplicationFactor", detail);
  // MSK makes such a topic with three copies all the same; Terraform would see another value than it asked for.
  if (isExpress(cluster) && factor !== 3)
    refuse(change, "InvalidReplicationFactor", `replication_factor is ${factor}; on Express brokers it is 3. Use 3.`);
}

function partitionsOnlyGrow(change: Change): void {
  const before = numberAt(change.prior ?? {}, "partition_count") ?? 1;
  const after = numberAt(change.asked ?? {}, "partition_count");
  if (after === undefined || after >= before) return;
  refuse(
    change,
    "InvalidPartitions",
    `partition_count would go from ${before} to ${after}; Kafka only adds partitions. Use ${before} or more.`,
  );
}

const LEAST_RETENTION_MS = 3 * 24 * 3_600_000;

/** Amazon MSK developer guide, "Guidelines for Amazon MSK tiered storage topic-level configuration". */
function tierOfTopic(change: Change, near: Surroundings): void {
  const settings = settingsOf(change.asked);
  if (settings["remote.storage.enable"] !== "true") return;
  const wrong = (detail: string) => refuse(change, "InvalidConfig", detail);
  const cluster = clusterOf(change.asked ?? {}, near);
  if (cluster && cluster.storage_mode !== "TIERED")
    wrong("remote.storage.enable is true and the cluster's storage_mode is not TIERED. Turn that on first.");
  if (/compact/.test(settings["cleanup.policy"] ?? ""))
    wrong("remote.storage.enable is true and cleanup.policy has compact. Use delete.");
  const [local, whole] = [Number(settings["local.retention.ms"] ?? -2), Number(settings["retention.ms"] ?? Number.NaN)];
  if (!(whole === -1 || whole >= LEAST_RETENTION_MS))
    wrong(
      `retention.ms is ${settings["retention.ms"]}; a tiered topic keeps 3 days or more. Give ${LEAST_RETENTION_MS} or more.`,
    );
  if (whole !== -1 && local >= whole) wrong(`local.retention.ms is ${local}; it must be below retention.ms, ${whole}.`);
}

/** Apache Kafka 3.9, LogConfig: "It is invalid to disable remote storage without deleting remote data". */
function tierOfTopicStays(change: Change): void {
  const [before, after] = [settingsOf(change.prior), settingsOf(change.asked)];
  if (change.operation !== "update" || before["remote.storage.enable"] !== "true") return;
  if (after["remote.storage.enable"] === "true") return;
  refuse(
    change,
    "InvalidConfig",
    "remote.storage.enable would be turned off, which deletes what lies in the tier and cannot be undone. Leave it on, or make another topic.",
  );
}

/** Apache Kafka documentation, delete.topic.enable: TopicDeletionDisabledException. */
function deletionAllowed(change: Change, near: Surroundings): void {
  if (change.operation !== "delete") return;
  const configuration = textAt(clusterOf(change.prior ?? {}, near) ?? {}, "configuration_info.arn");
  const properties = near.list("aws_msk_configuration").find(({ values }) => values.arn === configuration);
  if (!/^delete\.topic\.enable=false$/m.test(String(properties?.values.server_properties ?? ""))) return;
  const detail = "the brokers have delete.topic.enable=false. Turn it on, apply, and delete then.";
  refuse(change, "TopicDeletionDisabled", detail);
}

function settingsOf(topic: Values | null): Readonly<Record<string, string | undefined>> {
  const configs: Value = topic?.configs ?? null;
  return typeof configs === "string" ? JSON.parse(configs) : {};
}

/** What Application Auto Scaling refuses for the storage of brokers. Amazon MSK developer guide, "Automatic scaling for clusters". */
export const SCALING_TARGET_RULES: readonly Rule[] = [scalesDisks];
export const SCALING_POLICY_RULES: readonly Rule[] = [scalesTarget, aimsWithinRange];

function scalesDisks(change: Change, near: Surroundings): void {
  const asked = change.asked ?? {};
  if (asked.service_namespace !== "kafka") return;
  const [least = 0, most = 0] = [numberAt(asked, "min_capacity"), numberAt(asked, "max_capacity")];
  if (least > most || least < 1 || most > MOST_VOLUME_GIB)
    refuse(
      change,
      "ValidationException",
      `capacities are ${least} to ${most}; they must lie within 1 to ${MOST_VOLUME_GIB} GiB.`,
    );
  if (isExpress(near.find("aws_msk_cluster", textAt(asked, "resource_id") ?? "")))
    refuse(change, "ValidationException", "Express brokers have no disks that scale. Leave the target out.");
}

function scalesTarget(change: Change, near: Surroundings): void {
  const parts = ["service_namespace", "resource_id", "scalable_dimension"].map((name) => change.asked?.[name]);
  if (change.asked === null || near.find("aws_appautoscaling_target", parts.join("/")) !== null) return;
  refuse(change, "ObjectNotFoundException", `there is no scalable target ${parts.join("/")}. Register it first.`);
}

function aimsWithinRange(change: Change): void {
  const at = "target_tracking_scaling_policy_configuration";
  const metric = textAt(change.asked ?? {}, `${at}.predefined_metric_specification.predefined_metric_type`);
  const aim = numberAt(change.asked ?? {}, `${at}.target_value`);
  if (metric !== "KafkaBrokerStorageUtilization" || aim === undefined || (aim >= 10 && aim <= 80)) return;
  refuse(change, "ValidationException", `target_value is ${aim}; for brokers' storage it must be 10 to 80 percent.`);
}
