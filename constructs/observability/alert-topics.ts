import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic/index.js";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy/index.js";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription/index.js";
import { Construct } from "constructs";
import { alertServices } from "../support/alert-services.ts";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { allow, deny, policyDocument } from "../support/policy.ts";
import { recordOf } from "../support/record.ts";
import { type ObservabilityConfig, type Severity, severities } from "./config.ts";

export interface AlertTopicsProps {
  readonly context: PlatformContext;
  readonly config: ObservabilityConfig;
  readonly keyArn: string;
}

/** A topic for each severity, for alarms and jobs to send to and for people and their tools to listen to. */
export class AlertTopics extends Construct {
  readonly arns: Readonly<Record<Severity, string>>;

  constructor(scope: Construct, id: string, props: AlertTopicsProps) {
    super(scope, id);
    this.arns = recordOf(severities, (severity) => createTopic(new Construct(this, severity), props, severity).arn);
  }
}

function createTopic(scope: Construct, { context, config, keyArn }: AlertTopicsProps, severity: Severity): SnsTopic {
  const topic = new SnsTopic(scope, "topic", {
    name: physicalName("alertTopic", context, severity),
    kmsMasterKeyId: keyArn,
  });
  new SnsTopicPolicy(scope, "policy", { arn: topic.arn, policy: topicPolicy(context, topic) });
  for (const endpoint of config.alerts[severity]) {
    const protocol = endpoint.startsWith("https://") ? "https" : "email";
    new SnsTopicSubscription(new Construct(scope, endpoint), "subscription", {
      topicArn: topic.arn,
      protocol,
      endpoint,
    });
  }
  return topic;
}

/** AWS services of this account may send; the account's own identities may as far as their IAM policies let them. */
function topicPolicy({ accountId }: PlatformContext, topic: SnsTopic): string {
  return policyDocument(
    deny(["sns:Publish"], [topic.arn], {
      sid: "PlainText",
      principals: "*",
      conditions: { Bool: { "aws:SecureTransport": "false" } },
    }),
    allow(["sns:Publish"], [topic.arn], {
      sid: "AlertSources",
      principals: { service: alertServices },
      conditions: { StringEquals: { "aws:SourceAccount": accountId } },
    }),
  );
}
