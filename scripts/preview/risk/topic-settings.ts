import type { Plan } from "../plan/plan.ts";
import type { PlannedChange } from "../plan/planned-change.ts";
import { changesAt, isUnknown } from "../plan/planned-change.ts";
import { first, numberOf } from "../plan/values.ts";
import { markedSensitive } from "../shown/sensitive-paths.ts";
import { inOneUnit, type KafkaSettings, kafkaSettings, topicDefaults } from "./kafka-settings.ts";

/**
 * Which way a topic's or a cluster's setting is looser (Kafka documentation, "Topic configs" and "Broker configs"). What is no
 * longer kept on a broker's own disk (local.retention) stays in tiered storage.
 */
const lower = /^(retention\.(ms|bytes)|log\.retention\.(ms|bytes)|delete\.retention\.ms)$/;
const safety =
  /^(min\.insync\.replicas|offsets\.retention\.minutes|default\.replication\.factor|offsets\.topic\.replication\.factor|transaction\.state\.log\.(min\.isr|replication\.factor))$/;
const switches: Readonly<Record<string, string>> = {
  "unclean.leader.election.enable": "true",
  "allow.everyone.if.no.acl.found": "true",
  "auto.create.topics.enable": "true",
  "delete.topic.enable": "true",
};

/** Where each type keeps them. */
const attributes: ReadonlyMap<string, string> = new Map([
  ["aws_msk_topic", "configs"],
  ["aws_msk_configuration", "server_properties"],
  // Provider Mongey/kafka.
  ["kafka_topic", "config"],
]);

/**
 * What holds where neither a topic nor its cluster's configuration says anything (Kafka documentation, "Topic configs"), and of a
 * cluster (Amazon MSK developer guide, "The default Amazon MSK configuration", and Kafka's "Broker configs" for the rest).
 */
const topicFallbacks: KafkaSettings = new Map([
  ["cleanup.policy", "delete"],
  ["remote.storage.enable", "false"],
]);
const clusterFallbacks: KafkaSettings = new Map([
  ["allow.everyone.if.no.acl.found", "true"],
  ["log.cleanup.policy", "delete"],
  ["log.retention.bytes", "-1"],
  ["offsets.retention.minutes", "10080"],
]);

export interface LoosenedTopicSetting {
  readonly name: string;
  readonly kind: "retention" | "safety";
  /** Numbers, where they may be seen. */
  readonly fromTo?: string;
}

/** Kafka's settings of a topic or a cluster that are looser after a change. No values but numbers: settings may hold anything. */
export function loosenedTopicSettings(change: PlannedChange, plan: Plan): LoosenedTopicSetting[] {
  const attribute = attributes.get(change.type);
  if (attribute === undefined || change.action === "create" || change.action === "delete") return [];
  if (changesAt(change, attribute).length === 0) return [];
  if (isUnknown(change, attribute)) return [{ name: attribute, kind: "retention" }];
  const isCluster = change.type === "aws_msk_configuration";
  const [before, after] = [change.before, change.after].map((values) => {
    const written = kafkaSettings(first(values, attribute));
    return written !== undefined && isCluster ? inOneUnit(written) : written;
  });
  // Settings that cannot be read may say anything.
  if (before === undefined || after === undefined) return change.before ? [{ name: attribute, kind: "retention" }] : [];
  const defaults = (side: "before" | "after") =>
    isCluster ? clusterFallbacks : new Map([...topicFallbacks, ...topicDefaults(plan, side)]);
  const [was, is] = [defaults("before"), defaults("after")];
  const { sensitive } = change;
  const isMarked = [sensitive.before, sensitive.after].some((marks) => markedSensitive(marks, [attribute]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [old, now] = [before.get(name) ?? was.get(name), after.get(name) ?? is.get(name)];
    const kind = looser(name, old, now);
    if (kind === undefined) return [];
    const values = [old ?? "not set", now ?? "not set"];
    const isPlain = !isMarked && values.every((value) => /^(-?\d{1,19}|not set)$/.test(value));
    return [{ name, kind, ...(isPlain && { fromTo: values.join(" → ") }) }];
  });
}

function looser(
  name: string,
  before: string | undefined,
  after: string | undefined,
): LoosenedTopicSetting["kind"] | undefined {
  if (before === after) return undefined;
  if (lower.test(name)) return isLess(before, after) ? "retention" : undefined;
  if (safety.test(name)) return isLess(before, after) ? "safety" : undefined;
  if (name === "cleanup.policy" || name === "log.cleanup.policy")
    return removesMore(before, after) ? "retention" : undefined;
  // Records in tiered storage end with it (Amazon MSK developer guide, "Disabling tiered storage on a topic").
  if (name === "remote.storage.enable") return before === "true" ? "retention" : undefined;
  return Object.hasOwn(switches, name) && after === switches[name] ? "safety" : undefined;
}

/** Compaction keeps the last record of a key and deletes the rest; deletion ends what compaction kept. Their order means nothing. */
function removesMore(before = "", after = ""): boolean {
  const [old = [], now = []] = [before, after].map((policy) => policy.split(",").map((part) => part.trim()));
  return now.some((part) => !old.includes(part));
}

/** -1 is without end. A value that is no longer set falls back to one that nothing here knows. */
function isLess(before: string | undefined, after: string | undefined): boolean {
  const [old, now] = [before, after].map((text) => {
    const number = numberOf(text);
    return number === -1 ? Number.POSITIVE_INFINITY : number;
  });
  return now === undefined || old === undefined || now < old;
}
