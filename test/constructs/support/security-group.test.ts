import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { expect, test } from "@jest/globals";
import { allowTcp, SecurityGroup } from "../../../constructs/support/security-group.ts";
import { contextOf } from "../../support/context.ts";
import { all, build, only } from "../../support/synth.ts";

const context = contextOf("locked");

test("a new group lets nothing through", () => {
  const built = build((stack) => {
    new SecurityGroup(stack, "brokers", { context, vpcId: "vpc-1", name: "kafka", description: "Kafka brokers" });
  });
  const group = only(built, AwsSecurityGroup);
  expect(group).toMatchObject({ name: "acme-test-kafka", vpc_id: "vpc-1" });
  expect(group.ingress).toBeUndefined();
  expect(group.egress).toBeUndefined();
  expect(all(built, VpcSecurityGroupIngressRule)).toEqual({});
});

test("an opening is one port, from one group", () => {
  const built = build((stack) => {
    allowTcp(stack, "workers", { from: "sg-workers", to: "sg-kafka", port: 9098, description: "Kafka clients" });
  });
  const rule = only(built, VpcSecurityGroupIngressRule);
  expect(rule).toMatchObject({
    security_group_id: "sg-kafka",
    referenced_security_group_id: "sg-workers",
    ip_protocol: "tcp",
    from_port: 9098,
    to_port: 9098,
  });
  expect(rule.cidr_ipv4).toBeUndefined();
});
