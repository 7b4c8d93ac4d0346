import type { Plan } from "../plan/plan.ts";
import { first, isValues } from "../plan/values.ts";

export type KafkaSettings = ReadonlyMap<string, string>;

const hour = 3_600_000;

/**
 * What holds for a topic that says nothing of its own, by the configuration of the cluster in the same stack. Of its ways to say
 * how long records are kept, the finest counts (Kafka documentation, "Broker Configs", log.retention.*).
 */
export function topicDefaults({ resource_changes }: Plan, side: "before" | "after"): KafkaSettings {
  const configurations = resource_changes.filter(
    ({ type, mode }) => type === "aws_msk_configuration" && mode === "managed",
  );
  const [configuration, ...others] = configurations;
  const text = first(configuration?.change[side], "server_properties");
  const own = others.length > 0 || typeof text !== "string" ? undefined : kafkaSettings(text);
  if (own === undefined) return new Map();
  const [ms, minutes, hours] = ["ms", "minutes", "hours"].map((unit) => own.get(`log.retention.${unit}`));
  const scaled = (text: string, factor: number) => (Number(text) < 0 ? "-1" : String(Number(text) * factor));
  const kept = ms ?? (minutes === undefined ? scaled(hours ?? "168", hour) : scaled(minutes, 60_000));
  return new Map([
    ["retention.ms", kept],
    ["retention.bytes", own.get("log.retention.bytes") ?? "-1"],
  ]);
}

/** JSON of a topic, properties of a cluster. */
export function kafkaSettings(text: unknown): KafkaSettings | undefined {
  if (text === undefined || text === "") return new Map();
  if (typeof text !== "string") return undefined;
  if (!text.trimStart().startsWith("{")) {
    const lines = text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
    return new Map(
      lines.map((line) => [line.split("=", 1)[0]?.trim() ?? "", line.slice(line.indexOf("=") + 1).trim()]),
    );
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return isValues(parsed) ? new Map(Object.entries(parsed).map(([name, value]) => [name, String(value)])) : undefined;
  } catch {
    return undefined;
  }
}
