import { expect, test } from "@jest/globals";
import { policyStatements } from "../../../scripts/preview/risk/widening/policy-document.ts";
import { admitsAnyWorkflow } from "../../../scripts/preview/risk/widening/web-identity.ts";

const issuer = "token.actions.githubusercontent.com";
const provider = `arn:aws:iam::000000000030:oidc-provider/${issuer}`;
const audience = { [`${issuer}:aud`]: "sts.amazonaws.com" };

function isOpen(Condition: object, Federated = provider): boolean {
  const statement = { Effect: "Allow", Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity", Condition };
  return policyStatements(JSON.stringify({ Statement: [statement] }))?.some(admitsAnyWorkflow) ?? false;
}

const like = (claim: string, value: string | string[]) => ({ StringLike: { [`${issuer}:${claim}`]: value } });

test.each([
  ["no condition", {}],
  ["the audience alone, which all have", { StringEquals: audience }],
  ["any subject", like("sub", "*")],
  ["any repository", like("sub", "repo:*")],
  ["a repository of this name, whoever's it is", like("sub", "repo:*/platform:*")],
  ["owners whose name begins alike", like("sub", "repo:example*")],
  ["one repository, and any", like("sub", ["repo:example/platform:*", "repo:*"])],
  ["a branch, which anybody may call so", like("ref", "refs/heads/main")],
  ["all but one", { StringNotLike: { [`${issuer}:sub`]: "repo:example/platform:*" } }],
  ["a subject, if there is one", { StringLikeIfExists: { [`${issuer}:sub`]: "repo:example/platform:*" } }],
])("a trust of GitHub with %s admits any workflow", (_, condition) => {
  expect(isOpen(condition)).toBe(true);
});

test.each([
  ["a repository's environment", like("sub", "repo:example/platform:environment:prod")],
  ["an owner's repositories", like("sub", "repo:example/*")],
  ["a subject that says the owner otherwise", like("sub", "repository_owner_id:1234:environment:prod")],
  ["a repository by its id", { StringEquals: { ...audience, [`${issuer}:repository_id`]: "1234" } }],
  ["a workflow", like("job_workflow_ref", "example/platform/.github/workflows/deploy.yml@*")],
  ["a repository that a reference names", like("sub", `repo:\${var.repository}:environment:prod`)],
])("a trust of GitHub with %s admits its own", (_, condition) => {
  expect(isOpen(condition)).toBe(false);
});

test("a provider that the same plan makes is known by the claims that are asked, and another provider is another matter", () => {
  const reference = `\${aws_iam_openid_connect_provider.github.arn}`;
  expect(isOpen({ StringEquals: audience }, reference)).toBe(true);
  expect(isOpen(like("sub", "repo:example/*"), reference)).toBe(false);
  expect(isOpen({}, "arn:aws:iam::000000000030:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/A")).toBe(false);
});
