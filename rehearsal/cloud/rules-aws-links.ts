import type { Change } from "./account.ts";
import { member, numberAt, textAt, valuesAt } from "./paths.ts";
import { type Rule, refuse, type Surroundings } from "./rule.ts";

/** What Amazon Data Firehose and MSK Connect refuse, by type. */
export const LINK_RULES: Readonly<Record<string, readonly Rule[]>> = {
  aws_kinesis_firehose_delivery_stream: [privateWay, topicExists, failuresApart, bufferInRange],
  aws_mskconnect_custom_plugin: [archiveIsThere],
  aws_mskconnect_connector: [workersInOrder, knownConnector, mayBeAssumed],
};

const SOURCE = "msk_source_configuration";
const TARGET = "extended_s3_configuration";

/** https://docs.aws.amazon.com/firehose/latest/dev/writing-with-msk.html: multi-VPC connectivity for IAM, and a cluster policy. */
function privateWay(change: Change, near: Surroundings): void {
  const asked = change.asked ?? {};
  const arn = textAt(asked, `${SOURCE}.msk_cluster_arn`);
  if (arn === undefined || textAt(asked, `${SOURCE}.authentication_configuration.connectivity`) !== "PRIVATE") return;
  const cluster = near.find("aws_msk_cluster", arn) ?? {};
  const iam = "broker_node_group_info.connectivity_info.vpc_connectivity.client_authentication.sasl.iam";
  const code = "InvalidArgumentException";
  if (!valuesAt(cluster, iam).includes(true))
    refuse(change, code, `${arn} has no multi-VPC connectivity for IAM, and a private way needs it. Turn it on.`);
  const policy = textAt(near.find("aws_msk_cluster_policy", arn) ?? {}, "policy") ?? "";
  if (!policy.includes("firehose.amazonaws.com") || !policy.includes("kafka:CreateVpcConnection"))
    refuse(
      change,
      code,
      `the policy of ${arn} does not let firehose.amazonaws.com create a VPC connection. Allow it, and create the policy first.`,
    );
}

function topicExists(change: Change, near: Surroundings): void {
  const arn = textAt(change.asked ?? {}, `${SOURCE}.msk_cluster_arn`);
  const topic = textAt(change.asked ?? {}, `${SOURCE}.topic_name`);
  if (topic === undefined || near.find("aws_msk_topic", `${arn},${topic}`) !== null) return;
  refuse(change, "InvalidArgumentException", `the cluster has no topic ${topic}. Create it first.`);
}

/** https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html, "Semantic rules". */
function failuresApart(change: Change): void {
  const prefix = textAt(change.asked ?? {}, `${TARGET}.prefix`) ?? "";
  const failures = textAt(change.asked ?? {}, `${TARGET}.error_output_prefix`) ?? "";
  if (!prefix.includes("!{") || failures.includes("!{firehose:error-output-type}")) return;
  refuse(
    change,
    "InvalidArgumentException",
    "prefix has expressions, so error_output_prefix must hold !{firehose:error-output-type}. Add it.",
  );
}

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html */
function bufferInRange(change: Change): void {
  const limits = { buffering_size: [1, 128], buffering_interval: [0, 900] } as const;
  for (const [argument, [least, most]] of Object.entries(limits)) {
    const value = numberAt(change.asked ?? {}, `${TARGET}.${argument}`);
    if (value === undefined || (value >= least && value <= most)) continue;
    refuse(change, "InvalidArgumentException", `${argument} is ${value}; it must be ${least} to ${most}.`);
  }
}

/** https://docs.aws.amazon.com/MSKC/latest/mskc/v1-custom-plugins.html: a plugin is a copy of an object, made at once. */
function archiveIsThere(change: Change, near: Surroundings): void {
  const key = textAt(change.asked ?? {}, "location.s3.file_key");
  const bucket =
    textAt(change.asked ?? {}, "location.s3.bucket_arn")
      ?.split(":")
      .at(-1) ?? "";
  if (key === undefined || near.size(bucket, key) !== undefined) return;
  refuse(change, "BadRequestException", `there is no object ${key} in ${bucket}. Put it there first.`);
}

/** https://docs.aws.amazon.com/MSKC/latest/mskc/v1-connectors.html, AutoScaling: 1 to 10 workers of 1, 2, 4 or 8 units. */
function workersInOrder(change: Change): void {
  const capacity = (name: string) => numberAt(change.asked ?? {}, `capacity.autoscaling.${name}`);
  const [units, least, most] = [capacity("mcu_count") ?? 1, capacity("min_worker_count"), capacity("max_worker_count")];
  if (least === undefined || most === undefined) return;
  if ([1, 2, 4, 8].includes(units) && least >= 1 && least <= most && most <= 10) return;
  refuse(
    change,
    "BadRequestException",
    `capacity has ${least} to ${most} workers of ${units} units; it must be 1 to 10 workers of 1, 2, 4 or 8 units.`,
  );
}

function knownConnector(change: Change): void {
  if (change.asked === null) return;
  const given = member(change.asked, "connector_configuration");
  const missing = ["connector.class", "tasks.max"].filter((key) => member(given, key) === null);
  if (missing.length === 0) return;
  refuse(change, "BadRequestException", `connector_configuration lacks ${missing.join(", ")}. Add it.`);
}

/** https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-service-execution-role.html */
function mayBeAssumed(change: Change, near: Surroundings): void {
  const arn = textAt(change.asked ?? {}, "service_execution_role_arn");
  const role = near.list("aws_iam_role").find(({ values }) => values.arn === arn);
  if (!role || String(role.values.assume_role_policy).includes("kafkaconnect.amazonaws.com")) return;
  refuse(
    change,
    "BadRequestException",
    `kafkaconnect.amazonaws.com may not assume ${arn}. Let its trust policy say so.`,
  );
}
