import { expect, test } from "@jest/globals";
import { keyDomains } from "../../../constructs/keys/config.ts";
import { keyPolicy } from "../../../constructs/keys/key-policy.ts";
import { contextOf } from "../../support/context.ts";
import { statement, statements } from "../../support/statements.ts";

const context = contextOf("locked");
const root = { AWS: ["arn:aws:iam::111122223333:root"] };
const cryptography = /^kms:(Decrypt|Encrypt|GenerateDataKey|ReEncrypt)/;

test.each(keyDomains)("nobody uses the %s key but through a service or as one", (domain) => {
  const users = statements(keyPolicy(context, domain)).filter(({ Action }) => Action.some((a) => cryptography.test(a)));
  expect(users.length).toBeGreaterThan(0);
  for (const { Condition } of users) expect(Condition).toBeDefined();
});

test.each(keyDomains)("the account can always administer the %s key, so that it is never locked out", (domain) => {
  const { Principal, Action, Condition } = statement(keyPolicy(context, domain), "Administration");
  expect(Principal).toEqual(root);
  expect(Action).toEqual(expect.arrayContaining(["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:GetKeyPolicy"]));
  expect(Action.filter((action) => cryptography.test(action))).toEqual([]);
  expect(Condition).toBeUndefined();
});

test.each([
  ["lake", ["s3.eu-west-1.amazonaws.com"]],
  ["streaming", ["kafka.eu-west-1.amazonaws.com"]],
  ["secrets", ["secretsmanager.eu-west-1.amazonaws.com"]],
  ["workers", ["eks.eu-west-1.amazonaws.com", "ec2.eu-west-1.amazonaws.com"]],
] as const)("the %s key is used through %j only", (domain, services) => {
  const { Condition } = statement(keyPolicy(context, domain), "UseThroughServices");
  expect(Condition).toEqual({ StringEquals: { "kms:ViaService": services } });
});

test("grants are made for AWS services only", () => {
  const grants = keyDomains
    .flatMap((domain) => statements(keyPolicy(context, domain)))
    .filter(({ Action }) => Action.includes("kms:CreateGrant"));
  for (const { Condition } of grants)
    expect(Condition).toMatchObject({ Bool: { "kms:GrantIsForAWSResource": "true" } });
  expect(grants.length).toBeGreaterThanOrEqual(keyDomains.length);
});

test("CloudWatch Logs uses the logs key for this environment's log groups only", () => {
  const { Principal, Condition } = statement(keyPolicy(context, "logs"), "LogGroups");
  expect(Principal).toEqual({ Service: ["logs.eu-west-1.amazonaws.com"] });
  expect(Condition).toEqual({
    ArnLike: {
      "kms:EncryptionContext:aws:logs:arn": [
        "arn:aws:logs:eu-west-1:111122223333:log-group:/acme/test/*",
        "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/*/acme-test-*",
      ],
    },
  });
});

test("CloudTrail uses the audit key for the environment's own trail only", () => {
  const { Principal, Condition } = statement(keyPolicy(context, "audit"), "Trail");
  expect(Principal).toEqual({ Service: ["cloudtrail.amazonaws.com"] });
  expect(Condition).toEqual({
    StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/acme-test-audit" },
  });
});

test("services send encrypted alerts for this account only", () => {
  const { Condition } = statement(keyPolicy(context, "alerts"), "AlertSources");
  expect(Condition).toEqual({ StringEquals: { "aws:SourceAccount": "111122223333" } });
});

test("Auto Scaling's role, and no other caller, uses the workers key for node volumes", () => {
  const linked =
    "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
  for (const sid of ["NodeVolumes", "NodeVolumeGrants"]) {
    expect(statement(keyPolicy(context, "workers"), sid).Condition).toMatchObject({
      ArnEquals: { "aws:PrincipalArn": linked },
    });
  }
  expect(() => statement(keyPolicy(context, "lake"), "NodeVolumes")).toThrow("no statement NodeVolumes");
});
