import { at, first, numberOf } from "../../preview/plan/values.ts";
import { type Charging, type Outcome, type Surroundings, undeclared, unknownSize } from "../charge.ts";
import { daysPerMonth, exact, product } from "../fraction.ts";
import type { Resource } from "../stack-resources.ts";

/** Brokers and what they keep. Disks of Standard brokers are paid as large as they are, however full. */
export const chargeCluster: Charging = (resource, surroundings) => {
  const { values } = resource;
  const size = first(values, "broker_node_group_info.instance_type");
  const count = numberOf(values.number_of_broker_nodes);
  if (typeof size !== "string" || count === undefined)
    return [unknownSize(resource, "the number or size of its brokers")];
  const brokers = {
    driver: "Kafka brokers",
    label: `× ${size}`,
    item: `msk.broker.${size}`,
    quantity: exact(count),
  };
  const kept = size.startsWith("express.") ? expressVolumes(surroundings) : disks(resource, count);
  return [brokers, ...kept, ...privateConnections(resource), ...extras(resource)];
};

function disks(resource: Resource, brokers: number): Outcome[] {
  const volume = numberOf(first(resource.values, "broker_node_group_info.storage_info.ebs_storage_info.volume_size"));
  if (volume === undefined) return [unknownSize(resource, "the size of its disks")];
  return [{ driver: "Kafka disks", label: "GiB", item: "msk.storage", quantity: exact(brokers * volume) }];
}

function expressVolumes({ usage, resources }: Surroundings): Outcome[] {
  const { topics, expressGib } = usage.kafka;
  const names = resources.filter(({ type }) => type === "aws_msk_topic").map(({ values }) => String(values.name));
  const written = names.flatMap((name): Outcome[] => {
    const declared = `kafka.topics.${name}`;
    const topic = topics[name];
    if (topic === undefined)
      return [undeclared("Writing to a topic of Express brokers", "kafka.topics.<topic>.gibPerDay")];
    const quantity = product(exact(topic.gibPerDay), daysPerMonth);
    return [{ driver: "Kafka, written", label: "GiB", item: "msk.express-written", quantity, declared }];
  });
  if (expressGib === undefined) return [...written, undeclared("What Express brokers keep", "kafka.expressGib")];
  const quantity = exact(expressGib);
  const kept = {
    driver: "Kafka, kept",
    label: "GiB",
    item: "msk.express-storage",
    quantity,
    declared: "kafka.expressGib",
  };
  return [...written, kept];
}

/** An hour of each way of signing in that other networks may use. */
function privateConnections({ values }: Resource): Outcome[] {
  const schemes = ["sasl.iam", "sasl.scram", "tls"].filter(
    (scheme) =>
      first(values, `broker_node_group_info.connectivity_info.vpc_connectivity.client_authentication.${scheme}`) ===
      true,
  );
  if (schemes.length === 0) return [];
  const quantity = exact(schemes.length);
  return [{ driver: "Kafka private connections", label: "× connection", item: "msk.private-connection", quantity }];
}

function extras({ address, values }: Resource): Outcome[] {
  const throughput = at(values, "broker_node_group_info.storage_info.ebs_storage_info.provisioned_throughput.enabled");
  return [
    ...(values.storage_mode === "TIERED" ? [{ unpriced: `${address}: what its second tier of storage keeps` }] : []),
    ...(throughput.includes(true) ? [{ unpriced: `${address}: the throughput its disks are promised` }] : []),
  ];
}

/** Workers that run at the least; what scaling adds under load is not counted. */
export const chargeConnector: Charging = (resource) => {
  const { values } = resource;
  const units = numberOf(
    first(values, "capacity.autoscaling.mcu_count") ?? first(values, "capacity.provisioned_capacity.mcu_count"),
  );
  const workers = numberOf(
    first(values, "capacity.autoscaling.min_worker_count") ??
      first(values, "capacity.provisioned_capacity.worker_count"),
  );
  if (units === undefined || workers === undefined) return [unknownSize(resource, "its capacity")];
  const quantity = exact(units * workers);
  return [{ driver: "Kafka connectors", label: "× MSK Connect unit", item: "msk.connect.unit", quantity }];
};

/** Streams of Data Firehose; one that reads a cluster over a private connection pays for that, too. */
export const chargeStream: Charging = ({ values, address }, { usage }) => {
  const topic = first(values, "msk_source_configuration.topic_name");
  if (typeof topic !== "string") return [{ unpriced: `${address}: no topic says how much it delivers` }];
  const volume = usage.kafka.topics[topic]?.gibPerDay;
  if (volume === undefined) return [undeclared(address, "kafka.topics.<topic>.gibPerDay")];
  const charge = { label: "GiB", quantity: product(exact(volume), daysPerMonth), declared: `kafka.topics.${topic}` };
  const isPrivate = first(values, "msk_source_configuration.authentication_configuration.connectivity") === "PRIVATE";
  const converts = at(values, "extended_s3_configuration.data_format_conversion_configuration.enabled").includes(true);
  const partitions = at(values, "extended_s3_configuration.dynamic_partitioning_configuration.enabled").includes(true);
  return [
    { ...charge, driver: "Firehose, from Kafka", item: "firehose.from-msk" },
    ...(isPrivate ? [{ ...charge, driver: "Kafka, read over private connections", item: "msk.private-data" }] : []),
    ...(converts ? [{ ...charge, driver: "Firehose, formats", item: "firehose.conversion" }] : []),
    ...(partitions ? [{ unpriced: `${address}: partitioning by content` }] : []),
  ];
};
