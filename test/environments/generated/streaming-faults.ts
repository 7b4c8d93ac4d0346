import { across, type Fault, keysOf, list, number, path, wrong } from "./fault.ts";
import { blame, type Files, patchFile, write } from "./files.ts";

const count = "streaming.brokers.count";
const factor = "streaming.replicationFactor";
const inSync = "streaming.minInSyncReplicas";

export const streamingFaults: readonly Fault[] = [
  across("brokers uneven over zones", "zones count replication", (files) => {
    const zones = list(files, "network.zones").length;
    const brokers = number(files, count);
    write(files, path(count), brokers + 1);
    write(files, path(factor), 2);
    write(files, path(inSync), 1);
    const rest = `it must be a multiple of the ${zones} availability zones. Use ${brokers} or ${brokers + zones}.`;
    return () => [`${blame(files, path(count), path("network.zones"))}: ${count} is ${brokers + 1}; ${rest}`];
  }),
  across("more copies than brokers", "zones count replication size alpha beta gamma", (files) => {
    const brokers = number(files, count);
    write(files, path(factor), brokers + 1);
    return () => [
      `${blame(files, path(factor), path(count))}: ${factor} is ${brokers + 1}; it must not exceed the ${brokers} brokers (each copy of a partition lies on another broker). Use ${brokers} or fewer, or add brokers.`,
    ];
  }),
  across("every copy must be in sync", "replication", (files) => {
    const copies = number(files, factor);
    write(files, path(inSync), copies);
    return () => [
      `${blame(files, path(inSync), path(factor))}: ${inSync} is ${copies}; it must be below the replication factor ${copies} (otherwise one broker's restart stops every producer). Use ${copies - 1}.`,
    ];
  }),
  across("storage that shrinks", "storage", (files) => {
    const initial = number(files, "streaming.brokers.storageGib.initial") + 1;
    write(files, path("streaming.brokers.storageGib.initial"), initial);
    write(files, path("streaming.brokers.storageGib.max"), initial - 1);
    const both = [path("streaming.brokers.storageGib.max"), path("streaming.brokers.storageGib.initial")];
    return () => [
      `${blame(files, ...both)}: streaming.brokers.storageGib.max is ${initial - 1}; it must be at least the initial ${initial} GiB (MSK storage never shrinks). Use ${initial} or more.`,
    ];
  }),
  across("too many partitions for the brokers", "zones count replication size alpha beta gamma topics", (files) => {
    const topics = ["alpha", "beta", "gamma"].map((topic) => `streaming.topics.${topic}.partitions`);
    write(files, path("streaming.brokers.size"), "kafka.m5.large");
    for (const topic of topics) write(files, path(topic), 4000);
    // Beside theirs, delta has one partition, and its dead letters another.
    const copies = (3 * (4000 + 400) + 2) * number(files, factor);
    const needed = Math.ceil(copies / number(files, count));
    const places = ["streaming.brokers.size", count, factor, "streaming.topics"].map(path);
    const larger = needed <= 2000 ? "kafka.m5.2xlarge" : "kafka.m5.4xlarge";
    const more = `at least ${Math.ceil(copies / 1000)} brokers, or fewer partitions`;
    return () => [
      `${blame(files, ...places)}: streaming.brokers.size is "kafka.m5.large"; it carries at most 1000 partitions per broker, and the topics with their copies need ${needed} (Amazon MSK sizing guide). Use ${needed <= 4000 ? `${larger}, or ` : ""}${more}.`,
    ];
  }),
  wrong(
    "kind zones count replication size storage alpha beta gamma topics streaming.brokers.unheard",
    "streaming.brokers.kind",
    "fast",
    '"fast"',
    "it must be standard or express. Write one of them.",
  ),
  across("a tiered topic on brokers without tiers", "kind gamma", (files) => {
    const at = "streaming.topics.gamma.localRetentionHours";
    write(files, path("streaming.topics.gamma.retentionHours"), 100);
    write(files, path(at), 10);
    // Nobody wrote the mode: that is the environment's own to say.
    return () => [
      `${[...new Set([blame(files, path(at)), patchFile(files)])].sort().join(" and ")}: ${at} is 10; it needs brokers with tiered storage. Remove it, or write storageMode: "TIERED".`,
    ];
  }),
  across("a schema that nobody wrote", "alpha", (files) => {
    const at = "streaming.topics.alpha.schema";
    write(files, path(`${at}.format`), "JSON");
    write(files, path(`${at}.definition`), "nothing.json");
    const rest =
      "it must be a file of environments/schemas (system_metrics.json, transaction_events.json, user_events.json). Correct the file, or name another.";
    return () => [
      `${blame(files, path(`${at}.definition`), path(`${at}.format`))}: ${at}.definition is "nothing.json"; ${rest}`,
    ];
  }),
  across("a schema in another format than its file", "alpha", (files) => {
    const at = "streaming.topics.alpha.schema";
    write(files, path(`${at}.format`), "AVRO");
    write(files, path(`${at}.definition`), "user_events.json");
    return () => [
      `${blame(files, path(`${at}.definition`), path(`${at}.format`))}: ${at}.definition is "user_events.json"; its file must be an Avro schema with type and name. Correct the file, or name another.`,
    ];
  }),
  across("a topic called as a dead-letter topic", "topics alpha", (files) => {
    write(files, path("streaming.topics.alpha_dlt.partitions"), 1);
    const at = "streaming.topics.alpha_dlt";
    return () => [
      `${blame(files, path(at), path("streaming.topics.alpha"))}: ${at} is named "alpha_dlt"; it must differ from the dead-letter topic that alpha brings along. Rename the topic or leave it out.`,
    ];
  }),
  across("a compacted topic that forgets", "gamma", (files) => {
    write(files, path("streaming.topics.gamma.cleanup"), "compact");
    write(files, path("streaming.topics.gamma.retentionHours"), 24);
    const both = [path("streaming.topics.gamma.retentionHours"), path("streaming.topics.gamma.cleanup")];
    return () => [
      `${blame(files, ...both)}: streaming.topics.gamma.retentionHours is 24; a compacted topic must have none, for it keeps the last event of each key for ever. Remove it, or write cleanup: "delete".`,
    ];
  }),
  across("an unknown producer", "alpha", (files) =>
    unknownRole(files, "streaming.topics.alpha.producers", ["collector", "nobody"], 1),
  ),
  across("an unknown consumer", "beta", (files) =>
    unknownRole(files, "streaming.topics.beta.consumers.watch", ["stranger"], 0),
  ),
  across("a producer named twice", "gamma", (files) => {
    write(files, path("streaming.topics.gamma.producers"), ["collector", "collector"]);
    const at = "streaming.topics.gamma.producers";
    return () => [
      `${blame(files, path(at))}: ${at}.1 is "collector"; it must stand in the list once. Remove the repetition.`,
    ];
  }),
  across("a group of the connectors", "gamma", (files) => {
    write(files, path("streaming.topics.gamma.consumers.connect-mine"), ["monitor"]);
    const at = "streaming.topics.gamma.consumers.connect-mine";
    return () => [
      `${blame(files, path(at))}: ${at} is named "connect-mine"; it must be lower-case words joined by hyphens, at most 255 characters, the first not connect (those groups are the connectors'). Write it like "event-monitor".`,
    ];
  }),
  across("a topic whose name Kafka and we refuse, with a fault inside", "topics", (files) => {
    write(files, path("streaming.topics.Größe"), { partitions: 0 });
    const place = path("streaming.topics.Größe");
    const at = 'streaming.topics["Größe"]';
    return () => [
      `${blame(files, place)}: ${at} is named "Größe"; it must be lower-case letters, digits and underscores, at most 240 characters (Kafka allows 249, the dead-letter suffix takes the rest). Write it like "user_events".`,
      `${blame(files, place)}: ${at}.partitions is 0; it must be a whole number from 1 to 4000 (partitions of a topic). Choose a value in that range.`,
    ];
  }),
  across("two topics for one table", "alpha beta-table", (files) => {
    write(files, path("streaming.topics.beta.table"), "ALPHA");
    const places = ["streaming.topics.beta.table", "streaming.topics.alpha"].map(path);
    const topics = keysOf(files, "streaming.topics");
    const betaIsLater = topics.indexOf("beta") > topics.indexOf("alpha");
    const found = betaIsLater ? 'streaming.topics.beta.table is "ALPHA"' : 'streaming.topics.alpha is named "alpha"';
    const rest = `the table RAW_DATA.KAFKA_STREAMS.ALPHA is loaded by the topic ${betaIsLater ? "alpha" : "beta"} already, and a table has one loader. Remove one of the two.`;
    return () => [`${blame(files, ...places)}: ${found}; ${rest}`];
  }),
];

function unknownRole(files: Files, place: string, roles: string[], index: number): () => string[] {
  write(files, path(place), roles);
  return () => [
    `${blame(files, path(place))}: ${place}.${index} is "${roles[index]}"; it must be a role of identity.roles or a job (${identities(files)}). Name one of them or declare the role.`,
  ];
}

/** The order of keys is that of the base, then that of the patch. */
export function identities(files: Files): string {
  return [...keysOf(files, "identity.roles"), ...keysOf(files, "jobs.definitions")].join(", ");
}
