import { expect, test } from "@jest/globals";
import { homesAmong } from "../../environments/accounts.ts";
import { dev } from "../../environments/dev.ts";
import { connectionArn, withRunner } from "../support/with-runner.ts";
import { allowed, ownerOf } from "./callers.ts";
import { synthesizedState } from "./synthesized-state.ts";

const state = synthesizedState(homesAmong(withRunner, [withRunner, dev]).aws);
const account = "000000000010";
const arn = (service: string, resource: string) => `arn:aws:${service}:us-west-2:${account}:${resource}`;
const own = arn("codebuild", "project/plinth-inside-runner");
const role = `arn:aws:iam::${account}:role/plinth-inside-runner`;
const passing = (key: string) => ({ [`${key}:PassedToService`]: "codebuild.amazonaws.com" });
const toCodeBuild = { "ec2:AuthorizedService": "codebuild.amazonaws.com" };

async function answer(environment: string, name: string, action: string, resource: string, context: object = {}) {
  const owner = { ...ownerOf(withRunner), environment };
  const policies = (caller: string) => state.policiesOf(`plinth-${environment}-${caller}`);
  const around = { "aws:RequestedRegion": "us-west-2", "aws:ResourceAccount": account, ...context };
  return await allowed({ owner, policies }, name, { action, resource, accountId: account, context: around });
}

const changes = ["CreateProject", "UpdateProject", "DeleteProject", "CreateWebhook", "DeleteWebhook"];

test.each(changes)("the deploy role may codebuild:%s for its own environment, the plan role not", async (name) => {
  const action = `codebuild:${name}`;
  expect(await answer("inside", "deploy", action, own)).toBe(true);
  expect(await answer("inside", "deploy", action, arn("codebuild", "project/plinth-dev-runner"))).toBe(false);
  expect(await answer("inside", "plan", action, own)).toBe(false);
});

test("both roles see the project; who declares no runner has no right to one", async () => {
  expect(await answer("inside", "plan", "codebuild:BatchGetProjects", own)).toBe(true);
  const devs = arn("codebuild", "project/plinth-dev-runner");
  expect(await answer("dev", "plan", "codebuild:BatchGetProjects", devs)).toBe(false);
  expect(await answer("dev", "deploy", "codebuild:CreateProject", devs)).toBe(false);
});

test("role and connection are handed to CodeBuild and to nobody else; a job's work cannot be started by hand", async () => {
  expect(await answer("inside", "deploy", "iam:PassRole", role, passing("iam"))).toBe(true);
  const toBatch = { "iam:PassedToService": "batch.amazonaws.com" };
  expect(await answer("inside", "deploy", "iam:PassRole", role, toBatch)).toBe(false);
  const pass = "codeconnections:PassConnection";
  expect(await answer("inside", "deploy", pass, connectionArn, passing("codeconnections"))).toBe(true);
  expect(await answer("inside", "deploy", pass, connectionArn)).toBe(false);
  expect(await answer("inside", "deploy", "codeconnections:GetConnectionToken", connectionArn)).toBe(false);
  expect(await answer("inside", "deploy", "codebuild:StartBuild", own)).toBe(false);
});

test.each([
  [true, "inside", "ec2:CreateNetworkInterfacePermission", arn("ec2", "network-interface/*"), toCodeBuild],
  [true, "inside", "ec2:CreateNetworkInterface", arn("ec2", "subnet/subnet-0123456789abcdef0"), {}],
  [true, "inside", "ec2:DescribeDhcpOptions", "*", {}],
  [true, "inside", "logs:PutLogEvents", arn("logs", "log-group:/plinth/inside/ci/runner:log-stream:a"), {}],
  [true, "inside", "codeconnections:GetConnectionToken", connectionArn, {}],
  [false, "inside", "ec2:CreateNetworkInterfacePermission", arn("ec2", "network-interface/*"), {}],
  [false, "inside", "codebuild:StartBuild", own, {}],
  [false, "dev", "codeconnections:GetConnectionToken", connectionArn, {}],
] as const)(
  "the boundary answers %s to %s's role that asks for %s",
  async (expected, environment, action, resource, context) => {
    const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
    const owner = { ...ownerOf(withRunner), environment };
    const around = { "aws:RequestedRegion": "us-west-2", ...context };
    const asked = { action, resource, accountId: account, context: around };
    const boundary = state.policy(`plinth-${environment}-boundary`);
    expect(await allowed({ owner, policies: () => [everything] }, "runner", asked, boundary)).toBe(expected);
  },
);
