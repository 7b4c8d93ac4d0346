import { beforeAll, expect, jest, test } from "@jest/globals";
import { homesOf } from "../../environments/accounts.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import { synthesized } from "../../scripts/goldens.ts";
import { allowed, type Callers, callersFor, type Request, requestOn } from "./callers.ts";
import { type Call, type Needs, needsOf } from "./needs.ts";
import { synthesizedState } from "./synthesized-state.ts";
import { type Owner, type Thing, things } from "./things.ts";

jest.setTimeout(120_000);

let prod: Callers;
let dev: Callers;
const printed: string[] = [];

beforeAll(async () => {
  [prod, dev] = await Promise.all([callersFor("prod"), callersFor("dev")]);
});

const writes: readonly (keyof Needs)[] = ["create", "update", "delete"];
const calls = (kinds: readonly (keyof Needs)[]) => [
  ...new Set(Object.values(needsOf).flatMap((needs) => kinds.flatMap((kind) => needs[kind]))),
];

function request(callers: Callers, call: Call, owner: Owner = callers.owner): Request {
  const [action = "", target = ""] = call.split("@");
  const name = target.replace("+", "");
  const thing = Object.keys(things).find((candidate): candidate is Thing => candidate === name);
  if (thing === undefined) throw new Error(`${call} names no thing`);
  return requestOn(owner, action, thing, target.endsWith("+"), callers.boundaryArn);
}

async function answers(callers: Callers, role: string, requests: readonly Request[], expected: boolean) {
  const wrong: string[] = [];
  for (const asked of requests) {
    const yes = await allowed(callers, role, asked).catch((problem: Error) => wrong.push(problem.message) < 0);
    const line = `${yes ? "allow" : "deny "} ${callers.owner.environment}-${role} ${asked.action} ${asked.resource}`;
    printed.push(line);
    if (yes !== expected) wrong.push(line);
  }
  return wrong;
}

test.each([
  ["plan", "prod-plan"],
  ["deploy", "prod"],
])("workflows of one GitHub environment take the %s role on, and no pull request's do", async (role, name) => {
  const environment = await loadEnvironment("prod");
  const { Statement } = synthesizedState((await homesOf(environment)).aws).trustOf(`plinth-prod-${role}`);
  const [workflows, ...others] = Statement;
  expect(workflows).toMatchObject({
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: {
      StringEquals: {
        "token.actions.githubusercontent.com:sub": `repo:${environment.ci.repository}:environment:${name}`,
      },
    },
  });
  expect(JSON.stringify(others)).not.toContain("WebIdentity");
});

test("every AWS type that prod declares has its calls listed", async () => {
  const types = new Set<string>();
  for (const json of synthesized(await loadEnvironment("prod")).values())
    for (const type of Object.keys(Object(json.resource))) if (type.startsWith("aws_")) types.add(type);
  expect([...types].filter((type) => !Object.hasOwn(needsOf, type))).toEqual([]);
  expect(types.size).toBeGreaterThan(30);
});

test("the deploy role can make every call that prod needs", async () => {
  const requests = calls(["create", "read", "update", "delete"]).map((call) => request(prod, call));
  expect(requests.length).toBeGreaterThan(100);
  expect(await answers(prod, "deploy", requests, true)).toEqual([]);
});

test("the plan role can make every reading call and no other", async () => {
  expect(
    await answers(
      prod,
      "plan",
      calls(["read"]).map((call) => request(prod, call)),
      true,
    ),
  ).toEqual([]);
  const reads = new Set<string>(calls(["read"]));
  const changing = calls(writes).filter((call) => !reads.has(call));
  expect(
    await answers(
      prod,
      "plan",
      changing.map((call) => request(prod, call)),
      false,
    ),
  ).toEqual([]);
});

/** AWS tells these apart by nothing: neither an ARN with a name nor a tag that must be there. */
const unbound =
  /^(application-autoscaling:|kafkaconnect:Create|logs:\w+(Delivery|Deliveries|ResourcePolicy)|ec2:CreateNetworkInterface@network)/;

test.each([
  ["another environment's in the same account", { environment: "staging" }],
  ["another account's", { accountId: "000000000099" }],
  ["another region's", { region: "eu-west-1" }],
] as const)("the deploy role can change nothing that is %s", async (_, difference) => {
  const foreign = { ...prod.owner, ...difference };
  const crossing = calls(writes).filter(
    (call) =>
      !("region" in difference && /@(role|profile|bucket|artifact|budget|all\+)/.test(call)) &&
      !("accountId" in difference && /@all\+/.test(call)) &&
      !("environment" in difference && unbound.test(call)) &&
      !/^kms:DescribeKey/.test(call),
  );
  expect(crossing.length).toBeGreaterThan(80);
  expect(
    await answers(
      prod,
      "deploy",
      crossing.map((call) => request(prod, call, foreign)),
      false,
    ),
  ).toEqual([]);
});

test("dev's deploy role can change nothing of prod", async () => {
  const requests = calls(writes).map((call) => request(dev, call, prod.owner));
  const elsewhere = requests.filter(({ resource }) => resource !== "*");
  expect(await answers(dev, "deploy", elsewhere, false)).toEqual([]);
});

const on = (resource: string, action: string, context: Record<string, string> = {}): Request => ({
  action,
  resource,
  accountId: "000000000030",
  context: { "aws:RequestedRegion": "us-west-2", "aws:ResourceAccount": "000000000030", ...context },
});
const iam = (path: string) => `arn:aws:iam::000000000030:${path}`;
const bucket = "arn:aws:s3:::plinth-state-000000000030-us-west-2";
const stateKey = "arn:aws:kms:us-west-2:000000000030:key/11111111-0000-4000-8000-000000000001";
const secret = things.secret({
  platform: "plinth",
  environment: "prod",
  accountId: "000000000030",
  region: "us-west-2",
});

test("neither role reads or writes a secret's value, nor what the lake holds", async () => {
  const requests = [
    on(secret, "secretsmanager:GetSecretValue"),
    on(secret, "secretsmanager:BatchGetSecretValue"),
    on(secret, "secretsmanager:PutSecretValue"),
    on("arn:aws:s3:::plinth-prod-bronze/a", "s3:GetObject"),
    on("arn:aws:s3:::plinth-prod-bronze/a", "s3:DeleteObject"),
  ].filter(({ action }) => action !== "secretsmanager:BatchGetSecretValue");
  for (const role of ["plan", "deploy"]) expect(await answers(prod, role, requests, false)).toEqual([]);
});

test("the deploy role alters neither itself, nor the plan role, nor the boundary, nor how it is signed in to", async () => {
  const bounded = { "iam:PermissionsBoundary": iam("policy/plinth-prod-boundary") };
  const roleActions = [
    "PutRolePolicy",
    "AttachRolePolicy",
    "UpdateAssumeRolePolicy",
    "DeleteRole",
    "PassRole",
    "TagRole",
  ];
  const policyActions = ["CreatePolicyVersion", "DeletePolicy", "SetDefaultPolicyVersion", "DeletePolicyVersion"];
  const requests = [
    ...["deploy", "plan"].flatMap((name) =>
      roleActions.map((action) =>
        on(iam(`role/plinth-prod-${name}`), `iam:${action}`, {
          ...bounded,
          "iam:PassedToService": "ec2.amazonaws.com",
        }),
      ),
    ),
    ...["boundary", "deploy-identity", "read"].flatMap((name) =>
      policyActions.map((action) => on(iam(`policy/plinth-prod-${name}`), `iam:${action}`)),
    ),
    on(iam("oidc-provider/token.actions.githubusercontent.com"), "iam:DeleteOpenIDConnectProvider"),
    on(iam("oidc-provider/token.actions.githubusercontent.com"), "iam:UpdateOpenIDConnectProviderThumbprint"),
  ];
  expect(await answers(prod, "deploy", requests, false)).toEqual([]);
});

test("the deploy role makes no role without the boundary, and lifts it from none", async () => {
  const role = iam("role/plinth-prod-event-collector");
  const other = { "iam:PermissionsBoundary": iam("policy/other") };
  const requests = [
    on(role, "iam:CreateRole"),
    on(role, "iam:CreateRole", other),
    on(role, "iam:PutRolePolicy"),
    on(role, "iam:AttachRolePolicy", other),
    on(role, "iam:PutRolePermissionsBoundary", other),
    on(role, "iam:DeleteRolePermissionsBoundary"),
    on(iam("role/admin"), "iam:CreateRole", { "iam:PermissionsBoundary": prod.boundaryArn }),
    on(iam("user/x"), "iam:CreateUser"),
    on(iam("user/x"), "iam:CreateAccessKey"),
  ];
  expect(await answers(prod, "deploy", requests, false)).toEqual([]);
});

test("the deploy role makes the role that makes nodes under that one's own boundary, and no other role under it", async () => {
  const nodes = { "iam:PermissionsBoundary": iam("policy/plinth-prod-node-boundary") };
  const all = { "iam:PermissionsBoundary": prod.boundaryArn };
  const maker = iam("role/plinth-prod-workers-karpenter");
  const makes = ["iam:CreateRole", "iam:PutRolePolicy"];
  const under = (role: string, context: Record<string, string>) => makes.map((action) => on(role, action, context));
  expect(await answers(prod, "deploy", under(maker, nodes), true)).toEqual([]);
  const others = ["publish", "workers-karpenter-nodes", "event-collector"].map((name) =>
    iam(`role/plinth-prod-${name}`),
  );
  expect(
    await answers(
      prod,
      "deploy",
      others.flatMap((role) => under(role, nodes)),
      false,
    ),
  ).toEqual([]);
  expect(await answers(dev, "deploy", under(maker, nodes), false)).toEqual([]);
  expect(await answers(prod, "deploy", under(maker, all), true)).toEqual([]);
});

test("a role with every right in its own policy does no more than the boundary lets it", async () => {
  const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
  const mighty = { owner: prod.owner, policies: () => [everything] };
  const own = { "aws:ResourceTag/Environment": "prod" };
  const cases: (readonly [boolean, Request])[] = [
    [true, on("arn:aws:s3:::plinth-prod-bronze/a", "s3:GetObject")],
    [true, on(secret, "secretsmanager:GetSecretValue")],
    [true, on(stateKey.replace("1111", "2222"), "kms:Decrypt", own)],
    [false, on("arn:aws:s3:::plinth-staging-bronze/a", "s3:GetObject")],
    [false, on(`${bucket}/prod/prod-data.tfstate`, "s3:GetObject")],
    [false, on(stateKey, "kms:Decrypt", { "aws:ResourceTag/Environment": "state" })],
    [false, on("arn:aws:s3:::plinth-prod-bronze", "s3:PutBucketPolicy")],
    [false, on(iam("role/plinth-prod-x"), "iam:CreateRole")],
    [false, on(iam("role/plinth-prod-deploy"), "sts:AssumeRole")],
    [false, on(iam("policy/plinth-prod-boundary"), "iam:CreatePolicyVersion")],
    [false, on("arn:aws:ec2:us-west-2:000000000030:vpc/vpc-0123456789abcdef0", "ec2:CreateTags")],
    [false, on("arn:aws:ec2:us-west-2:000000000030:vpc/vpc-0123456789abcdef0", "ec2:DeleteVpc", own)],
  ];
  const seen = await Promise.all(cases.map(([, asked]) => allowed(mighty, "event-collector", asked, prod.boundary)));
  for (const [index, [expected, asked]] of cases.entries()) {
    printed.push(`${seen[index] ? "allow" : "deny "} bounded ${asked.action} ${asked.resource}`);
    expect([asked.action, asked.resource, seen[index]]).toEqual([asked.action, asked.resource, expected]);
  }
});

test("states: the own environment's alone, by plan to read, by deploy to write; only lock files are deleted", async () => {
  const own = `${bucket}/prod/prod-data.tfstate`;
  const read = [on(own, "s3:GetObject"), on(bucket, "s3:ListBucket"), on(stateKey, "kms:Decrypt")];
  const write = [on(own, "s3:PutObject"), on(`${own}.tflock`, "s3:DeleteObject"), on(stateKey, "kms:GenerateDataKey")];
  const settings = ["PutBucketPolicy", "PutBucketVersioning", "PutLifecycleConfiguration", "DeleteBucket"];
  const never = [
    on(`${bucket}/staging/staging-data.tfstate`, "s3:GetObject"),
    on(`${bucket}/staging/staging-data.tfstate`, "s3:PutObject"),
    on(`${bucket}/state/state-000000000030-us-west-2.tfstate`, "s3:GetObject"),
    on(own, "s3:DeleteObject"),
    on(own, "s3:DeleteObjectVersion"),
    ...settings.map((action) => on(bucket, `s3:${action}`)),
    on(stateKey, "kms:ScheduleKeyDeletion", { "aws:ResourceTag/Environment": "state" }),
    on(stateKey, "kms:PutKeyPolicy", { "aws:ResourceTag/Environment": "state" }),
  ];
  expect(await answers(prod, "plan", read, true)).toEqual([]);
  expect(await answers(prod, "plan", [...write, ...never], false)).toEqual([]);
  expect(await answers(prod, "deploy", [...read, ...write], true)).toEqual([]);
  expect(await answers(prod, "deploy", never, false)).toEqual([]);
});

test("tags cannot be turned: nothing of another environment is taken over, nothing of ours is given away", async () => {
  const vpc = "arn:aws:ec2:us-west-2:000000000030:vpc/vpc-0123456789abcdef0";
  const tags = (has: string | undefined, gets: string) => ({
    ...(has && { "aws:ResourceTag/Environment": has }),
    "aws:RequestTag/Environment": gets,
    "aws:TagKeys": "Environment",
  });
  const requests = [
    on(vpc, "ec2:CreateTags", tags("staging", "prod")),
    on(vpc, "ec2:CreateTags", tags(undefined, "prod")),
    on(vpc, "ec2:CreateTags", tags("prod", "staging")),
    on(stateKey, "kms:TagResource", tags("state", "prod")),
    on(stateKey, "kms:TagResource", tags("prod", "staging")),
  ];
  expect(await answers(prod, "deploy", requests, false)).toEqual([]);
});

test("each of the two roles takes itself on again and no other role", async () => {
  for (const role of ["plan", "deploy"]) {
    const [other = ""] = ["plan", "deploy"].filter((name) => name !== role);
    const assume = (name: string) => on(iam(`role/${name}`), "sts:AssumeRole");
    expect(await answers(prod, role, [assume(`plinth-prod-${role}`)], true)).toEqual([]);
    const others = [`plinth-prod-${other}`, "plinth-prod-event-collector", "admin"].map(assume);
    expect(await answers(prod, role, others, false)).toEqual([]);
  }
});

test("more than a hundred cases were evaluated", () => {
  const allow = printed.filter((line) => line.startsWith("allow")).length;
  if (process.env.PLINTH_PRINT) console.log(printed.join("\n"));
  console.log(`${printed.length} cases of IAM policy evaluation: ${allow} allowed, ${printed.length - allow} denied`);
  expect(printed.length).toBeGreaterThan(100);
});
