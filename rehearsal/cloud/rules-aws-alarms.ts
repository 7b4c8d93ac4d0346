import { isValues } from "../value.ts";
import type { Change } from "./account.ts";
import { numberAt, textsAt, valuesAt } from "./paths.ts";
import { type Rule, refuse } from "./rule.ts";

/** What CloudWatch refuses of an alarm. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const ALARM_RULES: Readonly<Record<string, readonly Rule[]>> = {
  aws_cloudwatch_metric_alarm: [watchesOneThing, evaluatesWithinADay],
};

/** Metrics that the expressions of one alarm may read: CloudWatch service quotas, metric math in alarms. */
const MOST_METRICS = 10;
const SECONDS_PER_DAY = 86_400;

function watchesOneThing(change: Change): void {
  const asked = change.asked;
  if (asked === null) return;
  const queries = valuesAt(asked, "metric_query").filter(isValues);
  const lone = textsAt(asked, "metric_name").length;
  if (lone + Math.min(queries.length, 1) !== 1)
    refuse(change, "ValidationError", "an alarm watches either a metric or a list of queries. Give one of them.");
  if (queries.filter((query) => valuesAt(query, "metric").length > 0).length > MOST_METRICS)
    refuse(change, "ValidationError", `an alarm reads at most ${MOST_METRICS} metrics. Make several alarms.`);
  const bands = textsAt(asked, "threshold_metric_id");
  const watched = queries.filter((query) => query.return_data === true).length;
  if (queries.length > 0 && watched !== 1 + bands.length)
    refuse(
      change,
      "ValidationError",
      `${watched} queries return data; it must be the one that is watched${bands.length > 0 ? " and the band" : ""}.`,
    );
}

function evaluatesWithinADay(change: Change): void {
  const asked = change.asked ?? {};
  const period = numberAt(asked, "period") ?? numberAt(asked, "metric_query.metric.period") ?? 0;
  const seconds = period * (numberAt(asked, "evaluation_periods") ?? 0);
  if (seconds <= SECONDS_PER_DAY) return;
  refuse(change, "ValidationError", `the alarm looks back ${seconds} seconds; it may look back a day at most.`);
}
