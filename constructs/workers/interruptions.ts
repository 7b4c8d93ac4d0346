import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target/index.js";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { interruptionQueueName } from "../support/node-maker-policy.ts";
import { allow, deny, policyDocument } from "../support/policy.ts";

/** What ends a node from outside. Source: karpenter.sh v1.14, "CloudFormation", interruption handling. */
const events: Readonly<Record<string, { readonly source: string; readonly type: string; readonly about: string }>> = {
  spot: {
    source: "aws.ec2",
    type: "EC2 Spot Instance Interruption Warning",
    about: "EC2 takes a spot instance back in two minutes",
  },
  rebalance: {
    source: "aws.ec2",
    type: "EC2 Instance Rebalance Recommendation",
    about: "EC2 is likely to take a spot instance back",
  },
  state: {
    source: "aws.ec2",
    type: "EC2 Instance State-change Notification",
    about: "An instance stops or ends",
  },
  health: { source: "aws.health", type: "AWS Health Event", about: "AWS will maintain or retire an instance" },
};

/** Minutes after which nobody needs to hear of an interruption: it has happened. */
const heardForSeconds = 300;

/** A queue of events that end nodes, for Karpenter to move runs in time. Nothing else can write to it. */
export class Interruptions extends Construct {
  readonly queueName: string;

  constructor(scope: Construct, id: string, { context }: { readonly context: PlatformContext }) {
    super(scope, id);
    const queue = new SqsQueue(this, "queue", {
      name: interruptionQueueName(context),
      messageRetentionSeconds: heardForSeconds,
      // SQS's own key: what is in it, ids of instances, is in everyone's EC2 console, and events need no right on it.
      sqsManagedSseEnabled: true,
    });
    const rules = Object.entries(events).map(([name, { source, type, about }]) => {
      const rule = new CloudwatchEventRule(new Construct(this, name), "rule", {
        name: physicalName("eventRule", context, "workers", name),
        description: about,
        eventPattern: JSON.stringify({ source: [source], "detail-type": [type] }),
      });
      new CloudwatchEventTarget(rule, "target", { rule: rule.name, targetId: "karpenter", arn: queue.arn });
      return rule;
    });
    new SqsQueuePolicy(this, "policy", {
      queueUrl: queue.url,
      policy: policyDocument(
        allow(["sqs:SendMessage"], [queue.arn], {
          sid: "Events",
          principals: { service: "events.amazonaws.com" },
          conditions: { ArnEquals: { "aws:SourceArn": rules.map((rule) => rule.arn) } },
        }),
        deny(["sqs:*"], [queue.arn], {
          sid: "PlainText",
          principals: "*",
          conditions: { Bool: { "aws:SecureTransport": "false" } },
        }),
      ),
    });
    this.queueName = queue.name;
  }
}
