import type { AlarmDefinition, Metric } from "../support/alarm.ts";
import { linkPart } from "./link-part.ts";

export interface WatchedConnector {
  readonly topic: string;
  /** Physical names. */
  readonly connectorName: string;
  readonly clusterName: string;
  /** Age of what is not in Snowflake yet, from which on someone should look. */
  readonly lagMinutes: number;
}

/** Amazon MSK developer guide, "Monitor consumer lags" (seconds, for a group and topic) and "Monitoring Amazon MSK Connect". */
export function connectorAlarms({
  topic,
  connectorName,
  clusterName,
  lagMinutes,
}: WatchedConnector): AlarmDefinition[] {
  const connector = (name: string, statistic: Metric["statistic"]) => ({
    metric: { namespace: "AWS/KafkaConnect", name, statistic, dimensions: { ConnectorName: connectorName } },
  });
  const lag: Metric = {
    namespace: "AWS/Kafka",
    name: "EstimatedMaxTimeLag",
    statistic: "Maximum",
    dimensions: { "Cluster Name": clusterName, "Consumer Group": `connect-${connectorName}`, Topic: topic },
  };
  const part = (what: string) => `${linkPart("load", topic)}-${what}`;
  return [
    {
      name: part("late"),
      meaning: `Events of the topic ${topic} reach Snowflake too late.`,
      runbook: "A connector is late",
      severity: "warning",
      measure: { metric: lag },
      when: "above",
      threshold: lagMinutes * 60,
      minutes: 5,
      silence: "fine",
    },
    {
      name: part("tasks-failed"),
      meaning: `Tasks of the connector of the topic ${topic} have failed and do not start again by themselves.`,
      runbook: "A connector's tasks have failed",
      severity: "critical",
      measure: connector("ErroredTaskCount", "Maximum"),
      when: "above",
      threshold: 0,
      minutes: 5,
      silence: "fine",
    },
    {
      name: part("stopped"),
      meaning: `No task of the connector of the topic ${topic} runs.`,
      runbook: "A connector has stopped",
      severity: "critical",
      measure: connector("RunningTaskCount", "Maximum"),
      when: "below",
      threshold: 1,
      minutes: 15,
      periodMinutes: 5,
      silence: "wrong",
    },
  ];
}
