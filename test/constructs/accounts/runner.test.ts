import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { CodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project/index.js";
import { CodebuildWebhook } from "@cdktf/provider-aws/lib/codebuild-webhook/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { expect, test } from "@jest/globals";
import { ciConfig } from "../../../constructs/accounts/config.ts";
import { Runner } from "../../../constructs/accounts/runner.ts";
import { contextOf } from "../../support/context.ts";
import { statements } from "../../support/statements.ts";
import { all, type Built, build, only } from "../../support/synth.ts";

const connection = (service: string) =>
  `arn:aws:${service}:eu-west-1:111122223333:connection/01234567-89ab-cdef-0123-456789abcdef`;

function runner(connectionArn = connection("codeconnections")): Built {
  const { runner: config } = ciConfig.parse({ runner: { connectionArn } });
  if (config === undefined) throw new Error("no runner");
  return build((stack) => {
    new Runner(stack, "runner", {
      context: contextOf("locked"),
      config,
      repository: "acme/platform",
      network: { vpcId: "vpc-1", subnetIds: { private: ["subnet-a", "subnet-b"] } },
      logKeyArn: "key",
    });
  });
}

const built = runner();

test.each([
  "arn:aws:codeconnections:eu-west-1:111122223333:connection/*",
  "arn:aws:codecommit:eu-west-1:111122223333:connection/01234567-89ab-cdef-0123-456789abcdef",
  "01234567-89ab-cdef-0123-456789abcdef",
])("%s is no connection", (connectionArn) => {
  const { error } = ciConfig.safeParse({ runner: { connectionArn } });
  expect(error?.issues[0]?.message).toContain("it must be the ARN of a connection of AWS CodeConnections");
});

test("without a declaration there is none", () => {
  expect(ciConfig.parse({}).runner).toBeUndefined();
});

test("nobody calls a job's machine, and it calls nothing but port 443", () => {
  expect(all(built, VpcSecurityGroupIngressRule)).toEqual({});
  expect(only(built, VpcSecurityGroupEgressRule)).toMatchObject({ ip_protocol: "tcp", from_port: 443, to_port: 443 });
});

test("jobs of the one repository run in the private subnets, without a container engine of their own", () => {
  expect(only(built, CodebuildProject)).toMatchObject({
    name: "acme-test-runner",
    source: {
      location: "https://github.com/acme/platform.git",
      auth: { type: "CODECONNECTIONS", resource: connection("codeconnections") },
    },
    vpc_config: { vpc_id: "vpc-1", subnets: ["subnet-a", "subnet-b"] },
    environment: { privileged_mode: false },
    artifacts: { type: "NO_ARTIFACTS" },
  });
  expect(only(built, CodebuildWebhook).filter_group).toEqual([
    { filter: [{ type: "EVENT", pattern: "WORKFLOW_JOB_QUEUED" }] },
  ]);
});

test("the role has its rights before CodeBuild tries them, and no other account's project can borrow it", () => {
  const waits: unknown = Reflect.get(only(built, CodebuildProject), "depends_on");
  expect(waits).toEqual([expect.stringContaining("aws_iam_role_policy.")]);
  expect(statements(only(built, IamRole).assume_role_policy)).toMatchObject([
    {
      Principal: { Service: ["codebuild.amazonaws.com"] },
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    },
  ]);
});

test("the role reaches its own subnets, group, log and connection, and nothing that a job would want", () => {
  const rights = statements(only(built, IamRolePolicy).policy);
  const services = new Set(rights.flatMap(({ Action }) => Action.map((action) => action.split(":")[0])));
  expect([...services].sort()).toEqual(["codeconnections", "ec2", "logs"]);
  const changing = rights.filter(({ Action }) => !Action.every((action) => action.startsWith("ec2:Describe")));
  expect(changing.flatMap(({ Resource = [] }) => Resource).filter((resource) => resource === "*")).toEqual([]);
  const place = rights.find(({ Action }) => Action.includes("ec2:CreateNetworkInterface"))?.Resource;
  expect(place?.filter((resource) => resource.includes("subnet/"))).toEqual([
    "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-a",
    "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-b",
  ]);
});

test("a connection under the service's old name is used under that name", () => {
  const policy = only(runner(connection("codestar-connections")), IamRolePolicy).policy;
  expect(policy).toContain('"codestar-connections:UseConnection"');
  expect(policy).not.toContain('"codeconnections:');
});

test("logs end and are encrypted with the key of logs", () => {
  expect(only(built, CloudwatchLogGroup)).toMatchObject({
    name: "/acme/test/ci/runner",
    retention_in_days: 30,
    kms_key_id: "key",
  });
});
