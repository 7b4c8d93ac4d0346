import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { expect, test } from "@jest/globals";
import { policyDocument } from "../../../constructs/support/policy.ts";
import { accessOf, topicStatements } from "../../../constructs/support/topic-access.ts";
import { statements } from "../../support/statements.ts";
import { build, only } from "../../support/synth.ts";

const topics = {
  clicks: { producers: ["web"], consumers: { reports: ["reporter"], alerts: ["web", "reporter"] } },
  orders: { producers: ["web", "shop"], consumers: { reports: ["reporter"] } },
};
const clusterArn = "arn:aws:kafka:eu-west-1:111122223333:cluster/acme-test/uuid-1";

/** As they stand in a policy: what is computed from the cluster's ARN is an expression of Terraform's. */
function granted(identity: string) {
  const policy = policyDocument(...topicStatements(clusterArn, accessOf(identity, topics)));
  return statements(
    only(
      build((stack) => new IamRolePolicy(stack, "policy", { role: "r", policy })),
      IamRolePolicy,
    ).policy,
  );
}

const topic = (name: string) => `\${replace('${clusterArn}', ':cluster/', ':topic/')}/${name}`;
const group = (name: string) => `\${replace('${clusterArn}', ':cluster/', ':group/')}/${name}`;

test("an identity that no topic names may not even connect", () => {
  expect(accessOf("stranger", topics)).toEqual({ produces: [], consumes: [], groups: [] });
  expect(topicStatements(clusterArn, accessOf("stranger", topics))).toEqual([]);
});

test("a producer writes its topics and reads none", () => {
  expect(granted("shop")).toEqual([
    expect.objectContaining({
      Action: ["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"],
      Resource: [clusterArn],
    }),
    expect.objectContaining({
      Action: ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"],
      Resource: [topic("orders")],
    }),
  ]);
});

test("a consumer reads its topics in its groups only, and writes their dead letters only", () => {
  expect(granted("reporter")).toEqual([
    expect.objectContaining({ Resource: [clusterArn] }),
    expect.objectContaining({
      Action: ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"],
      Resource: [topic("clicks_dlt"), topic("orders_dlt")],
    }),
    expect.objectContaining({
      Action: ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"],
      Resource: [topic("clicks"), topic("orders")],
    }),
    expect.objectContaining({
      Action: ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"],
      Resource: [group("reports"), group("alerts")],
    }),
  ]);
});

test("an identity may produce one topic and consume another, each once", () => {
  expect(accessOf("web", topics)).toEqual({ produces: ["clicks", "orders"], consumes: ["clicks"], groups: ["alerts"] });
});
