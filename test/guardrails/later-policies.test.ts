import { expect, test } from "@jest/globals";
import { readConfiguration } from "../../scripts/preview/plan/configuration.ts";
import { analyzed, changeOf, found } from "../preview/analyzed.ts";

const address = "aws_iam_role_policy.jobs";
const reference = (place: string) => `\${${place}}`;
const bucket = reference("aws_s3_bucket.gold.arn");

function policy(...statements: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function reading(resource: string) {
  return { Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${resource}/*`] };
}

/** A policy that names a resource of the same plan: its text is known only when applied. */
function later(declared: string, before?: string) {
  const head = readConfiguration(
    JSON.stringify({ resource: { aws_iam_role_policy: { jobs: { role: "jobs", policy: declared } } } }),
    "prod-jobs",
  );
  const was = before === undefined ? null : { role: "jobs", policy: before };
  const actions = before === undefined ? ["create"] : ["update"];
  const change = { before: was, after: { role: "jobs" }, after_unknown: { policy: true } };
  // Something stands already, so that the stack is not new.
  const other = changeOf("aws_s3_bucket.gold", ["update"], { before: { tags: {} }, after: { tags: { a: "b" } } });
  return found(analyzed([changeOf(address, actions, change), other], { head }));
}

test("a new policy that is known only when applied is judged by what the configuration writes out", () => {
  const everything = { Effect: "Allow", Action: "*", Resource: "*" };
  expect(later(policy(reading(bucket), everything))).toEqual(
    expect.arrayContaining(["admin-access block", "wildcard-access block"]),
  );
  expect(later(policy({ ...reading(bucket), Action: ["s3:*"] }))).toContain("wildcard-access block");
  expect(later(policy(reading(bucket)))).not.toContainEqual(expect.stringContaining("block"));
});

test("of one that changes, what stood before is not found again, and what is added is", () => {
  const stood = { Effect: "Allow", Action: ["s3:*"], Resource: ["arn:aws:s3:::acme-gold/*"] };
  const same = { ...stood, Resource: [`${bucket}/*`] };
  const before = policy(stood);
  expect(later(policy(same, reading(reference("aws_s3_bucket.silver.arn"))), before)).not.toContain(
    "wildcard-access block",
  );
  expect(later(policy(same, { ...same, Action: ["kms:*"] }), before)).toContain("wildcard-access block");
});

test("a way in that was open at one port is exposed when it opens at another", () => {
  const rule = (port: number) => ({ cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", from_port: port, to_port: port });
  const change = (from: number, to: number) =>
    found(
      analyzed([
        changeOf("aws_vpc_security_group_ingress_rule.web", ["update"], { before: rule(from), after: rule(to) }),
      ]),
    );
  expect(change(443, 22)).toContain("public-exposure block");
  const narrower = { ...rule(443), cidr_ipv4: "10.0.0.0/8" };
  const closing = changeOf("aws_vpc_security_group_ingress_rule.web", ["update"], {
    before: rule(443),
    after: narrower,
  });
  expect(found(analyzed([closing]))).not.toContain("public-exposure block");
});

test("a binding that goes from reading to all rights in the cluster is an administrator's, also by replacement", () => {
  const binding = (name: string) => ({ role_ref: [{ kind: "ClusterRole", name }] });
  const change = { before: binding("view"), after: binding("cluster-admin"), replace_paths: [["role_ref"]] };
  const planned = changeOf("kubernetes_cluster_role_binding_v1.ops", ["delete", "create"], change);
  expect(found(analyzed([planned]))).toContain("admin-access block");
});

test("the right to give away any right in Snowflake is an administrator's", () => {
  const grant = (...privileges: string[]) => ({ account_role_name: "ANALYST", on_account: true, privileges });
  const planned = changeOf("snowflake_grant_privileges_to_account_role.analyst", ["update"], {
    before: grant("MONITOR USAGE"),
    after: grant("MONITOR USAGE", "MANAGE GRANTS"),
  });
  expect(found(analyzed([planned]))).toContain("admin-access block");
});
