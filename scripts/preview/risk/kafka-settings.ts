import type { Plan } from "../plan/plan.ts";
import { first, isValues, type Values } from "../plan/values.ts";

export type KafkaSettings = ReadonlyMap<string, string>;

const hour = 3_600_000;
const retentionUnits = ["ms", "minutes", "hours"].map((unit) => `log.retention.${unit}`);

/** What holds for a topic that says nothing of its own, by the configuration of the cluster in the same stack. */
export function topicDefaults({ resource_changes }: Plan, side: "before" | "after"): KafkaSettings {
  const configurations = resource_changes.filter(
    ({ type, mode }) => type === "aws_msk_configuration" && mode === "managed",
  );
  const [configuration, ...others] = configurations;
  const text = first(configuration?.change[side], "server_properties");
  const own = others.length > 0 || typeof text !== "string" ? undefined : kafkaSettings(text);
  if (own === undefined) return new Map();
  return new Map([
    ["retention.ms", keptBy(own)],
    ["retention.bytes", own.get("log.retention.bytes") ?? "-1"],
    ["cleanup.policy", own.get("log.cleanup.policy") ?? "delete"],
  ]);
}

/** Of the ways to say how long records are kept, the finest counts (Kafka documentation, "Broker Configs", log.retention.*). */
function keptBy(cluster: KafkaSettings): string {
  const [ms, minutes, hours] = retentionUnits.map((name) => cluster.get(name));
  const scaled = (text: string, factor: number) => (Number(text) < 0 ? "-1" : String(Number(text) * factor));
  return ms ?? (minutes === undefined ? scaled(hours ?? "168", hour) : scaled(minutes, 60_000));
}

/** A cluster's settings with one way to say how long records are kept, whatever way it is written. */
export function inOneUnit(cluster: KafkaSettings): KafkaSettings {
  const [ms = ""] = retentionUnits;
  const others = [...cluster].filter(([name]) => !retentionUnits.includes(name));
  return new Map([...others, [ms, keptBy(cluster)]]);
}

/** JSON or a map of a topic, properties of a cluster. */
export function kafkaSettings(text: unknown): KafkaSettings | undefined {
  if (text === undefined || text === "") return new Map();
  if (isValues(text)) return settingsOf(text);
  if (typeof text !== "string") return undefined;
  if (!text.trimStart().startsWith("{")) {
    const lines = text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
    return new Map(
      // Java's Properties.load: a name ends at the first of these.
      lines
        .map((line) => /^([^=:\s]*)\s*[=:]?\s*(.*)$/.exec(line) ?? [])
        .map(([, name = "", value = ""]) => [name, value]),
    );
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return isValues(parsed) ? settingsOf(parsed) : undefined;
  } catch {
    return undefined;
  }
}

function settingsOf(values: Values): KafkaSettings {
  return new Map(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
