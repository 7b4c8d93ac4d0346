import type { AlarmDefinition } from "../support/alarm.ts";

/**
 * Rings when a consumer group needs longer than allowed to reach the end of a topic, by MSK's own estimate in seconds. A
 * group that reads nothing has no such metric. Source: Amazon MSK developer guide, "Monitor consumer lags".
 */
export function lagAlarm(clusterName: string, topic: string, group: string, maxMinutes: number): AlarmDefinition {
  return {
    name: lagAlarmName(topic, group),
    meaning: `The consumer group ${group} is more than ${maxMinutes} minutes behind the topic ${topic}.`,
    runbook: "A consumer group falls behind",
    severity: "warning",
    measure: {
      metric: {
        namespace: "AWS/Kafka",
        name: "EstimatedMaxTimeLag",
        dimensions: { "Cluster Name": clusterName, "Consumer Group": group, Topic: topic },
        statistic: "Maximum",
      },
    },
    when: "above",
    threshold: maxMinutes * 60,
    minutes: 15,
    periodMinutes: 5,
    silence: "fine",
  };
}

/** Topics have no hyphens and groups no underscores, so that no two pairs have one name. */
export function lagAlarmName(topic: string, group: string): string {
  return `kafka-lag-${topic}-${group}`;
}
