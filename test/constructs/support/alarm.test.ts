import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { expect, test } from "@jest/globals";
import { Alarm, type AlarmDefinition } from "../../../constructs/support/alarm.ts";
import { contextOf } from "../../support/context.ts";
import { build, only } from "../../support/synth.ts";

const topicArns = { critical: "critical-topic", warning: "warning-topic", info: "info-topic" };
const metric = { namespace: "AWS/Sample", name: "Failures", dimensions: { Part: "a" }, statistic: "Sum" } as const;
const sample: AlarmDefinition = {
  name: "sample",
  meaning: "A sample fails.",
  runbook: "A sample fails",
  severity: "warning",
  measure: { metric },
  when: "above",
  threshold: 0,
  minutes: 10,
  periodMinutes: 5,
  silence: "fine",
};

function alarm(given: Partial<AlarmDefinition> = {}) {
  const context = contextOf("locked");
  return only(
    build((stack) => new Alarm(stack, "alarm", { context, definition: { ...sample, ...given }, topicArns })),
    CloudwatchMetricAlarm,
  );
}

test("an alarm tells the topic of its severity when it starts and when it is over, and where to read on", () => {
  expect(alarm()).toMatchObject({
    alarm_name: "acme-test-sample",
    alarm_description: 'A sample fails. What to do: docs/runbook.md, "A sample fails".',
    alarm_actions: ["warning-topic"],
    ok_actions: ["warning-topic"],
  });
});

test("a lone metric is watched by itself, over as many periods as fill the time", () => {
  expect(alarm()).toMatchObject({
    namespace: "AWS/Sample",
    metric_name: "Failures",
    dimensions: { Part: "a" },
    statistic: "Sum",
    period: 300,
    evaluation_periods: 2,
    comparison_operator: "GreaterThanThreshold",
    threshold: 0,
    treat_missing_data: "notBreaching",
  });
});

test("silence rings where it means that something is wrong", () => {
  expect(alarm({ silence: "wrong" }).treat_missing_data).toBe("breaching");
});

test("of several metrics, what their expression says is watched", () => {
  const measure = { expression: "a + b", metrics: { a: metric, b: { ...metric, name: "Errors" } } };
  const { metric_query, metric_name, threshold } = alarm({ measure });
  expect(metric_query?.map(({ id, expression, return_data }) => [id, expression, return_data ?? false])).toEqual([
    ["a", undefined, false],
    ["b", undefined, false],
    ["watched", "a + b", true],
  ]);
  expect([metric_name, threshold]).toEqual([undefined, 0]);
});

test("what is unusual is compared with the band that CloudWatch expects, and has no threshold", () => {
  const { metric_query, threshold, threshold_metric_id, comparison_operator } = alarm({
    when: "unusual",
    threshold: 3,
  });
  expect(metric_query?.map(({ id, expression, return_data }) => [id, expression, return_data])).toEqual([
    ["watched", undefined, true],
    ["band", "ANOMALY_DETECTION_BAND(watched, 3)", true],
  ]);
  expect([threshold, threshold_metric_id]).toEqual([undefined, "band"]);
  expect(comparison_operator).toBe("LessThanLowerOrGreaterThanUpperThreshold");
});
