import { expect, test } from "@jest/globals";
import { endpointPolicy, s3EndpointPolicy } from "../../../constructs/network/endpoint-policy.ts";
import { contextOf } from "../../support/context.ts";
import { statement, statements } from "../../support/statements.ts";

const context = contextOf("locked");
const ours = {
  StringEquals: { "aws:PrincipalAccount": context.accountId, "aws:ResourceAccount": context.accountId },
};

test.each(["kms", "sts", "secretsmanager"])(
  "the way to %s is for own identities and own resources alone",
  (service) => {
    expect(statements(endpointPolicy(context, service)).map(({ Condition }) => Condition)).toEqual([ours]);
  },
);

test("own identities pull the images of EKS's add-ons, and push nothing there", () => {
  const { Action, Resource, Condition } = statement(endpointPolicy(context, "ecr.dkr"), "AddonImages");
  expect(Resource).toEqual(["arn:aws:ecr:eu-west-1:602401143452:repository/*"]);
  expect(Condition).toEqual({ StringEquals: { "aws:PrincipalAccount": context.accountId } });
  expect([...Action].filter((action) => !/^ecr:(Batch)?(Get|Check)/.test(action))).toEqual([]);
});

test("nodes fetch packages and image layers of their region, and write nothing there", () => {
  expect(statement(s3EndpointPolicy(context), "PackagesAndLayers")).toMatchObject({
    Action: ["s3:GetObject"],
    Resource: ["arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*", "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"],
  });
});

test("Snowflake's stages can be read and written, and beside them and the packages S3 is our own account's", () => {
  const [perimeter, ...exceptions] = statements(s3EndpointPolicy(context));
  expect(perimeter?.Condition).toEqual(ours);
  expect(exceptions.map(({ Sid }) => Sid)).toEqual(["PackagesAndLayers", "SnowflakeStages"]);
  expect(statement(s3EndpointPolicy(context), "SnowflakeStages").Resource).toEqual(["arn:aws:s3:::sfc-*/*"]);
});
