import { beforeAll, expect, test } from "@jest/globals";
import { nodeMakerStatements } from "../../constructs/support/node-maker-policy.ts";
import { policyDocument } from "../../constructs/support/policy.ts";
import { homesOf } from "../../environments/accounts.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import { allowed, ownerOf } from "./callers.ts";
import { synthesizedState } from "./synthesized-state.ts";

const account = "000000000030";
const arn = (service: string, resource: string) => `arn:aws:${service}:us-west-2:${account}:${resource}`;
const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`;
const cluster = "plinth-prod-workers";
const key = arn("kms", "key/11111111-0000-4000-8000-000000000001");
const made = {
  [`aws:RequestTag/kubernetes.io/cluster/${cluster}`]: "owned",
  "aws:RequestTag/eks:eks-cluster-name": cluster,
  "aws:RequestTag/karpenter.sh/nodepool": "spot",
};
const own = {
  [`aws:ResourceTag/kubernetes.io/cluster/${cluster}`]: "owned",
  "aws:ResourceTag/karpenter.sh/nodepool": "spot",
};
const others = {
  "aws:ResourceTag/kubernetes.io/cluster/plinth-dr-workers": "owned",
  "aws:ResourceTag/karpenter.sh/nodepool": "spot",
};
const instance = arn("ec2", "instance/i-0123456789abcdef0");
const template = arn("ec2", "launch-template/lt-0123456789abcdef0");
const toEc2 = { "iam:PassedToService": "ec2.amazonaws.com" };
const throughEc2 = { "kms:ViaService": "ec2.us-west-2.amazonaws.com", "aws:ResourceTag/Environment": "prod" };

let ask: (action: string, resource: string, context?: Record<string, string>, mighty?: boolean) => Promise<boolean>;

beforeAll(async () => {
  const environment = await loadEnvironment("prod");
  const { platform, name, aws, protection } = environment;
  const { aws: homes } = await homesOf(environment);
  const boundary = synthesizedState(homes).policy("plinth-prod-node-boundary");
  const context = { platform, name, region: aws.region, accountId: aws.accountId, protection };
  const policy = JSON.parse(policyDocument(...nodeMakerStatements(context, { arn: key })));
  const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  ask = async (action, resource, given = {}, mighty = false) => {
    const caller = { owner: ownerOf(environment), policies: () => [mighty ? everything : policy] };
    const around = { "aws:RequestedRegion": "us-west-2", "aws:ResourceAccount": account, ...given };
    return await allowed(
      caller,
      "workers-karpenter",
      { action, resource, accountId: account, context: around },
      boundary,
    );
  };
});

test.each([
  ["ec2:RunInstances", instance, made],
  ["ec2:RunInstances", "arn:aws:ec2:us-west-2::image/ami-0123456789abcdef0", {}],
  ["ec2:RunInstances", arn("ec2", "subnet/subnet-0123456789abcdef0"), {}],
  ["ec2:RunInstances", template, own],
  ["ec2:CreateFleet", arn("ec2", "fleet/fleet-1"), made],
  ["ec2:CreateLaunchTemplate", template, made],
  ["ec2:CreateTags", instance, { ...made, "ec2:CreateAction": "RunInstances" }],
  ["ec2:TerminateInstances", instance, own],
  ["ec2:DeleteLaunchTemplate", template, own],
  ["ec2:DescribeSpotPriceHistory", "*", {}],
  ["iam:PassRole", iam("role/plinth-prod-workers-karpenter-nodes"), toEc2],
  ["kms:CreateGrant", key, { ...throughEc2, "kms:GrantIsForAWSResource": "true" }],
  ["kms:GenerateDataKeyWithoutPlaintext", key, throughEc2],
  ["sqs:ReceiveMessage", arn("sqs", "plinth-prod-workers-interruptions"), {}],
  ["eks:DescribeCluster", arn("eks", `cluster/${cluster}`), {}],
  ["pricing:GetProducts", "*", {}],
] as const)("Karpenter may %s on %s", async (action, resource, context) => {
  expect(await ask(action, resource, context)).toBe(true);
});

test.each([
  ["an instance of no cluster", "ec2:RunInstances", instance, {}],
  ["an instance by a template of another cluster", "ec2:RunInstances", template, others],
  ["the end of another cluster's node", "ec2:TerminateInstances", instance, others],
  [
    "the end of a node of the managed group",
    "ec2:TerminateInstances",
    instance,
    { "aws:ResourceTag/Environment": "prod" },
  ],
  ["tags on what is not its own", "ec2:CreateTags", instance, { ...made, ...others }],
  ["the handing on of another role", "iam:PassRole", iam("role/plinth-prod-publish"), toEc2],
  [
    "the handing on of its nodes' role to another service",
    "iam:PassRole",
    iam("role/plinth-prod-workers-karpenter-nodes"),
    { "iam:PassedToService": "lambda.amazonaws.com" },
  ],
  ["a new instance profile", "iam:CreateInstanceProfile", iam("instance-profile/x"), made],
  ["what the lake holds", "s3:GetObject", "arn:aws:s3:::plinth-prod-bronze/a", {}],
  ["the key for itself", "kms:Decrypt", key, { "aws:ResourceTag/Environment": "prod" }],
  ["the key of another environment", "kms:Decrypt", key, { ...throughEc2, "aws:ResourceTag/Environment": "staging" }],
  ["another environment's interruptions", "sqs:ReceiveMessage", arn("sqs", "plinth-dr-workers-interruptions"), {}],
  ["readings in another region", "ec2:DescribeInstances", "*", { "aws:RequestedRegion": "eu-west-1" }],
] as const)(
  "neither its policy nor, whatever that said, its boundary gives Karpenter %s",
  async (_, action, resource, context) => {
    expect(await ask(action, resource, context, true)).toBe(false);
    if (!resource.includes(":key/")) expect(await ask(action, resource, context)).toBe(false);
  },
);
