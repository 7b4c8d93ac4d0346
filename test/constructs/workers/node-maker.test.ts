import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target/index.js";
import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association/index.js";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue/index.js";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy/index.js";
import { expect, test } from "@jest/globals";
import { NodeMaker } from "../../../constructs/workers/node-maker.ts";
import { all, build, only } from "../../support/synth.ts";

const built = build((stack) => {
  new NodeMaker(stack, "maker", {
    context: { platform: "acme", name: "dev", region: "eu-west-1", accountId: "111122223333", protection: "locked" },
    clusterName: "acme-dev-workers",
    keyArn: "arn:aws:kms:eu-west-1:111122223333:key/workers",
  });
});

test("what ends a node comes to the queue: spot and rebalance notices, changes of state, AWS's own maintenance", () => {
  const heard = Object.values(all(built, CloudwatchEventRule)).map(({ name, event_pattern }) => [
    name,
    JSON.parse(event_pattern ?? "")["detail-type"],
  ]);
  expect(heard).toEqual([
    ["acme-dev-workers-spot", ["EC2 Spot Instance Interruption Warning"]],
    ["acme-dev-workers-rebalance", ["EC2 Instance Rebalance Recommendation"]],
    ["acme-dev-workers-state", ["EC2 Instance State-change Notification"]],
    ["acme-dev-workers-health", ["AWS Health Event"]],
  ]);
  const targets = Object.values(all(built, CloudwatchEventTarget)).map(({ arn }) => arn);
  expect(new Set(targets)).toEqual(new Set([expect.stringContaining("aws_sqs_queue.")]));
});

test("the queue is encrypted, takes messages of these rules alone, and none without TLS", () => {
  expect(only(built, SqsQueue)).toMatchObject({ sqs_managed_sse_enabled: true, message_retention_seconds: 300 });
  const [sends, plain] = JSON.parse(only(built, SqsQueuePolicy).policy).Statement;
  expect(sends).toMatchObject({ Effect: "Allow", Principal: { Service: ["events.amazonaws.com"] } });
  expect(sends.Condition.ArnEquals["aws:SourceArn"]).toHaveLength(4);
  expect(plain).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
});

test("Karpenter is its role by pod identity, and is given the nodes' profile instead of making one", () => {
  expect(only(built, EksPodIdentityAssociation)).toMatchObject({
    namespace: "kube-system",
    service_account: "karpenter",
  });
  expect(only(built, IamInstanceProfile).name).toBe("acme-dev-workers-karpenter-nodes");
});
