import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { Construct } from "constructs";
import type { Severity } from "../observability/config.ts";
import type { PlatformContext } from "./context.ts";
import { physicalName } from "./names.ts";

export interface Metric {
  /** `AWS/Kafka` and its like. */
  readonly namespace: string;
  readonly name: string;
  /** All of those the service publishes the metric under, for CloudWatch sums nothing up by itself. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
}

/** One metric, or metric math over several: `expression` calls them by their keys, which are lower case. */
type Measure =
  | { readonly metric: Metric }
  | { readonly expression: string; readonly metrics: Readonly<Record<string, Metric>> };

/** What is measured and from when on it is wrong. Domains declare these; {@link Alarm} makes them. */
export interface AlarmDefinition {
  /** Lower-case words joined by hyphens: the last part of the alarm's name. */
  readonly name: string;
  /** What is wrong when the alarm rings, in one sentence. */
  readonly meaning: string;
  /** A heading of docs/runbook.md: what to do then. */
  readonly runbook: string;
  readonly severity: Severity;
  readonly measure: Measure;
  /** `unusual`: above or below what CloudWatch has learned to expect, by `threshold` standard deviations. */
  readonly when: "above" | "atLeast" | "below" | "atMost" | "unusual";
  readonly threshold: number;
  /** Minutes for which every measurement is wrong before the alarm rings. */
  readonly minutes: number;
  /** Minutes that one measurement covers; `minutes` is a multiple of it. */
  readonly periodMinutes?: number;
  /** What silence means: that something is wrong, or that nothing is. */
  readonly silence: "wrong" | "fine";
}

export interface AlarmProps {
  readonly context: PlatformContext;
  readonly definition: AlarmDefinition;
  /** The environment's alert topics. */
  readonly topicArns: Readonly<Record<Severity, string>>;
}

const operators = {
  above: "GreaterThanThreshold",
  atLeast: "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
  atMost: "LessThanOrEqualToThreshold",
  unusual: "LessThanLowerOrGreaterThanUpperThreshold",
} as const;

/** Tells the topic of its severity when something goes wrong and when it is over. Its description names the runbook's heading. */
export class Alarm extends Construct {
  constructor(scope: Construct, id: string, { context, definition, topicArns }: AlarmProps) {
    super(scope, id);
    const { name, meaning, runbook, severity, when, minutes, periodMinutes = 1, silence } = definition;
    new CloudwatchMetricAlarm(this, "alarm", {
      alarmName: physicalName("alarm", context, name),
      alarmDescription: `${meaning} What to do: docs/runbook.md, "${runbook}".`,
      comparisonOperator: operators[when],
      evaluationPeriods: minutes / periodMinutes,
      treatMissingData: silence === "wrong" ? "breaching" : "notBreaching",
      alarmActions: [topicArns[severity]],
      okActions: [topicArns[severity]],
      ...measured(definition, periodMinutes * 60),
    });
  }
}

/** CloudWatch takes a lone metric as arguments of the alarm and everything else as a list of queries of which one is watched. */
function measured({ measure, when, threshold }: AlarmDefinition, period: number) {
  if (when === "unusual") return unusual(measure, threshold, period);
  if ("expression" in measure) return { threshold, metricQuery: queries(measure, period) };
  const { namespace, name: metricName, statistic, dimensions } = measure.metric;
  return { threshold, namespace, metricName, statistic, dimensions: { ...dimensions }, period };
}

function unusual(measure: Measure, deviations: number, period: number) {
  const band = {
    id: "band",
    expression: `ANOMALY_DETECTION_BAND(watched, ${deviations})`,
    label: "expected",
    returnData: true,
  };
  return { thresholdMetricId: band.id, metricQuery: [...queries(measure, period), band] };
}

function queries(measure: Measure, period: number) {
  if ("metric" in measure) return [{ ...query("watched", measure.metric, period), returnData: true }];
  const expression = { id: "watched", expression: measure.expression, label: measure.expression, returnData: true };
  return [...Object.entries(measure.metrics).map(([id, metric]) => query(id, metric, period)), expression];
}

function query(id: string, { namespace, name: metricName, statistic: stat, dimensions }: Metric, period: number) {
  return { id, metric: { namespace, metricName, stat, dimensions: { ...dimensions }, period } };
}
