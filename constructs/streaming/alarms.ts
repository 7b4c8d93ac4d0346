import { Construct } from "constructs";
import type { Severity } from "../observability/config.ts";
import { Alarm, type AlarmDefinition } from "../support/alarm.ts";
import type { PlatformContext } from "../support/context.ts";
import { brokerAlarms, clusterAlarms } from "./broker-alarms.ts";
import type { StreamingConfig } from "./config.ts";
import { lagAlarm } from "./lag-alarm.ts";

export interface KafkaAlarmsProps {
  readonly context: PlatformContext;
  readonly config: StreamingConfig;
  readonly clusterName: string;
  /** The environment's alert topics. */
  readonly topicArns: Readonly<Record<Severity, string>>;
}

/** An alarm for everything that goes wrong with a cluster of its kind: as a whole, with a broker, and with a consumer group that falls behind. */
export class KafkaAlarms extends Construct {
  constructor(scope: Construct, id: string, { context, config, clusterName, topicArns }: KafkaAlarmsProps) {
    super(scope, id);
    const { kind, count } = config.brokers;
    const ring = (at: Construct, alarm: string, definition: AlarmDefinition) =>
      new Alarm(at, alarm, { context, definition, topicArns });
    for (const [alarm, definition] of Object.entries(clusterAlarms(kind, clusterName))) ring(this, alarm, definition);
    for (let broker = 1; broker <= count; broker += 1) {
      const at = new Construct(this, `broker-${broker}`);
      for (const [alarm, definition] of Object.entries(brokerAlarms(kind, clusterName, broker))) {
        ring(at, alarm, definition);
      }
    }
    for (const [topic, { consumers }] of Object.entries(config.topics)) {
      const at = new Construct(this, topic);
      for (const group of Object.keys(consumers)) {
        ring(at, group, lagAlarm(clusterName, topic, group, config.maxLagMinutes));
      }
    }
  }
}
