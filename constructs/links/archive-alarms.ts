import type { AlarmDefinition, Metric } from "../support/alarm.ts";
import { linkPart } from "./link-part.ts";

export interface WatchedStream {
  readonly topic: string;
  readonly streamName: string;
  /** Age of what is not in the lake yet, from which on someone should look. */
  readonly staleMinutes: number;
}

/** Amazon Data Firehose developer guide, "Monitor Amazon Data Firehose using CloudWatch metrics"; metrics come every five minutes at the latest. */
export function archiveAlarms({ topic, streamName, staleMinutes }: WatchedStream): AlarmDefinition[] {
  const measured = (name: string, statistic: Metric["statistic"]) => ({
    metric: { namespace: "AWS/Firehose", name, statistic, dimensions: { DeliveryStreamName: streamName } },
  });
  const common = { minutes: 15, periodMinutes: 5, silence: "fine" } as const;
  const part = (what: string) => `${linkPart("archive", topic)}-${what}`;
  return [
    {
      ...common,
      name: part("stale"),
      meaning: `The newest events of the topic ${topic} are not in the lake.`,
      runbook: "A topic's archive is stale",
      severity: "warning",
      measure: measured("DeliveryToS3.DataFreshness", "Maximum"),
      when: "above",
      threshold: staleMinutes * 60,
    },
    {
      ...common,
      name: part("failing"),
      meaning: `Firehose cannot write events of the topic ${topic} to the lake.`,
      runbook: "Firehose cannot write to the lake",
      severity: "critical",
      measure: measured("DeliveryToS3.Success", "Average"),
      when: "below",
      threshold: 1,
    },
    {
      ...common,
      name: part("refused"),
      meaning: `Events of the topic ${topic} are none that Firehose takes, for instance too large.`,
      runbook: "Firehose refuses events",
      severity: "warning",
      measure: measured("FailedValidation.Records", "Sum"),
      when: "above",
      threshold: 0,
      minutes: 5,
    },
    {
      ...common,
      name: part("throttled"),
      meaning: `Firehose reads the topic ${topic} more slowly than it is written.`,
      runbook: "Firehose falls behind a topic",
      severity: "warning",
      measure: measured("DataReadFromSource.Backpressured", "Maximum"),
      when: "atLeast",
      threshold: 1,
      minutes: 30,
    },
  ];
}
