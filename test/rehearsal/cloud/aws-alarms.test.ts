import { expect, test } from "@jest/globals";
import type { Values } from "../../../rehearsal/value.ts";
import { ACCOUNT, awsProvider, REGION, temporaryCloud } from "./sample.ts";

const lone = { namespace: "AWS/Kafka", metric_name: "CpuUser", statistic: "Average", period: 300, threshold: 60 };
const query = (id: string, return_data = false): Values => ({
  id,
  return_data,
  metric: [{ namespace: "AWS/Kafka", metric_name: id, stat: "Average", period: 300 }],
});
const sum = { id: "watched", expression: "a + b", return_data: true };

function alarm(given: Values) {
  return awsProvider(temporaryCloud()).create("aws_cloudwatch_metric_alarm", {
    alarm_name: "cpu",
    comparison_operator: "GreaterThanThreshold",
    evaluation_periods: 3,
    ...given,
  });
}

test.each<[string, Values, RegExp]>([
  ["of nothing", {}, /either a metric or a list of queries/],
  ["of a metric and queries", { ...lone, metric_query: [query("a", true)] }, /either a metric or a list of queries/],
  ["of queries of which none is watched", { metric_query: [query("a"), query("b")] }, /0 queries return data/],
  [
    "of queries of which two are watched",
    { metric_query: [query("a", true), query("b", true)] },
    /2 queries return data/,
  ],
  [
    "of eleven metrics",
    { metric_query: [sum, ...Array.from({ length: 11 }, (_, n) => query(`m${n}`))] },
    /at most 10 metrics/,
  ],
  ["that looks back two days", { ...lone, period: 3600, evaluation_periods: 48 }, /a day at most/],
  [
    "that tells a topic that is not there",
    { ...lone, alarm_actions: [`arn:aws:sns:${REGION}:${ACCOUNT}:gone`] },
    /does not exist/,
  ],
])("CloudWatch refuses an alarm %s", (_, given, message) => {
  expect(() => alarm(given)).toThrow(message);
});

test("CloudWatch takes a metric, metric math, and a band of what is expected", () => {
  expect(alarm(lone).arn).toBe(`arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:cpu`);
  expect(alarm({ metric_query: [query("a"), query("b"), sum], threshold: 60 }).alarm_name).toBe("cpu");
  const band = { id: "band", expression: "ANOMALY_DETECTION_BAND(a, 2)", return_data: true };
  expect(alarm({ metric_query: [query("a", true), band], threshold_metric_id: "band" }).alarm_name).toBe("cpu");
});
