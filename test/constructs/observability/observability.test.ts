import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget/index.js";
import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail/index.js";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { expect, test } from "@jest/globals";
import { AlertTopics } from "../../../constructs/observability/alert-topics.ts";
import { AuditTrail } from "../../../constructs/observability/audit-trail.ts";
import { Budget } from "../../../constructs/observability/budget.ts";
import { observabilityConfig } from "../../../constructs/observability/config.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { statement } from "../../support/statements.ts";
import { all, build, only } from "../../support/synth.ts";

const trailArn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/acme-test-audit";

function observed(protection: Protection = "locked", given: object = {}) {
  const config = observabilityConfig.parse({ auditDays: 400, monthlyBudgetUsd: 50, ...given });
  const context = contextOf(protection);
  return build((stack) => {
    const { arns } = new AlertTopics(stack, "alerts", { context, config, keyArn: "alerts-key" });
    new Budget(stack, "budget", { context, config, topicArns: arns });
    const watched = [{ name: "artifacts", arn: "arn:aws:s3:::artifacts" }];
    const logs = { name: "logs", arn: "arn:aws:s3:::logs" };
    new AuditTrail(stack, "audit", { context, config, keyArn: "audit-key", logs, watched });
  });
}

test.each(["someone", "http://example.com/hook", "@example.com", "https://"])(
  "%p is no receiver of alerts",
  (receiver) => {
    const { error } = observabilityConfig.safeParse({ alerts: { critical: [receiver] } });
    expect(error?.issues.map(({ message }) => message)).toEqual([
      'it must be an https address or an e-mail address. Write it like "data-oncall@example.com"',
    ]);
  },
);

test("nobody is told of anything by default", () => {
  expect(all(observed(), SnsTopicSubscription)).toEqual({});
});

test("receivers listen to their severity, by e-mail or https as their address says", () => {
  const alerts = { critical: ["https://example.com/hook", "oncall@example.com"], info: ["team@example.com"] };
  const subscriptions = Object.values(all(observed("locked", { alerts }), SnsTopicSubscription));
  expect(
    subscriptions.map(({ topic_arn, protocol }) => [topic_arn.match(/alerts_(\w+)_topic/)?.[1], protocol]),
  ).toEqual([
    ["critical", "https"],
    ["critical", "email"],
    ["info", "email"],
  ]);
});

test("alerts come from services of this account, encrypted on their way and at rest", () => {
  const built = observed();
  expect(only(built, SnsTopic, "critical/topic")).toMatchObject({
    name: "acme-test-critical",
    kms_master_key_id: "alerts-key",
  });
  const { policy } = only(built, SnsTopicPolicy, "critical/policy");
  expect(statement(policy, "PlainText")).toMatchObject({ Effect: "Deny", Principal: "*" });
  expect(statement(policy, "AlertSources").Condition).toEqual({
    StringEquals: { "aws:SourceAccount": "111122223333" },
  });
});

test("a budget warns before it is passed and alarms when it is", () => {
  const { limit_amount, notification } = only(observed(), BudgetsBudget);
  expect(limit_amount).toBe("50");
  const told = notification?.map(({ notification_type, threshold, subscriber_sns_topic_arns = [] }) => [
    notification_type,
    threshold,
    subscriber_sns_topic_arns[0]?.match(/alerts_(\w+)_topic/)?.[1],
  ]);
  expect(told).toEqual([
    ["ACTUAL", 80, "warning"],
    ["FORECASTED", 100, "warning"],
    ["ACTUAL", 100, "critical"],
  ]);
});

test("only the environment's own trail delivers to its bucket, and only below its account's folder", () => {
  const { policy } = only(observed(), S3BucketPolicy);
  const delivery = statement(policy, "TrailDelivery");
  expect(delivery.Condition).toMatchObject({ StringEquals: { "aws:SourceArn": trailArn } });
  expect(delivery.Resource).toEqual([expect.stringMatching(/\/AWSLogs\/111122223333\/\*$/)]);
  expect(statement(policy, "TrailCheck").Condition).toEqual({ StringEquals: { "aws:SourceArn": trailArn } });
});

test("the trail records management in all regions and the objects of watched buckets, once its bucket admits it", () => {
  const trail = only(observed(), Cloudtrail);
  expect(trail).toMatchObject({
    name: "acme-test-audit",
    is_multi_region_trail: true,
    enable_log_file_validation: true,
    kms_key_id: "audit-key",
  });
  expect(trail.advanced_event_selector?.at(1)?.field_selector.at(-1)?.starts_with).toEqual(["arn:aws:s3:::artifacts/"]);
  expect(trail).toMatchObject({ depends_on: [expect.stringContaining("aws_s3_bucket_policy.")] });
});

test.each<[Protection, string | undefined]>([
  ["ephemeral", undefined],
  ["standard", "GOVERNANCE"],
  ["locked", "COMPLIANCE"],
])("under %s, audit logs are locked for as long as they are kept: %s", (protection, mode) => {
  const built = observed(protection);
  const locks = Object.values(all(built, S3BucketObjectLockConfigurationA)).map((lock) => lock.rule?.default_retention);
  expect(locks).toEqual(mode ? [{ mode, days: 400 }] : []);
  expect(only(built, S3Bucket).object_lock_enabled ?? false).toBe(mode !== undefined);
});
