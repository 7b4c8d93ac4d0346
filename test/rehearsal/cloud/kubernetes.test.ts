import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { Value } from "../../../rehearsal/value.ts";
import { ACCOUNT, awsProvider, Provider, REGION, temporaryCloud } from "./sample.ts";

function clusterIn(cloud: string) {
  const aws = awsProvider(cloud);
  const vpc = aws.create("aws_vpc", { cidr_block: "10.0.0.0/16" });
  const subnet = aws.create("aws_subnet", { vpc_id: vpc.id ?? null, cidr_block: "10.0.0.0/24" });
  const role = aws.create("aws_iam_role", { name: "eks", assume_role_policy: "{}" });
  const vpc_config = [{ subnet_ids: [subnet.id ?? null] }];
  const cluster = aws.create("aws_eks_cluster", { name: "workers", role_arn: role.arn ?? null, vpc_config });
  return { aws, cluster };
}

function kubernetes(cloud: string, host: Value) {
  return new Provider("kubernetes", cloud, { host });
}

const chart = join(import.meta.dirname, "../../../constructs/workers/charts/node-pools");
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const jobs = { metadata: [{ name: "jobs" }] };

function cronJob(namespace: string, service_account_name: string) {
  const template = [
    { metadata: [{}], spec: [{ service_account_name, container: [{ name: "publish", image: "publish" }] }] },
  ];
  const job_template = [{ metadata: [{}], spec: [{ template }] }];
  return { metadata: [{ name: "publish", namespace }], spec: [{ schedule: "0 * * * *", job_template }] };
}

test("without the cluster behind the host nothing can be read or made", () => {
  const provider = kubernetes(temporaryCloud(), "https://ABSENT.gr7.us-west-2.eks.amazonaws.com");
  expect(() => provider.create("kubernetes_namespace_v1", jobs)).toThrow(
    /no such host.*deploy the stack that holds the cluster/,
  );
  expect(() => provider.read("kubernetes_namespace_v1", { id: "jobs", ...jobs })).toThrow(/no such host/);
});

test("a plan needs no cluster", () => {
  const provider = kubernetes(temporaryCloud(), null);
  expect(() => provider.plan("kubernetes_namespace_v1", { id: "jobs", ...jobs }, {})).not.toThrow();
});

test("a role without an access entry is refused, and one that may only look changes nothing", () => {
  const cloud = temporaryCloud();
  const { aws, cluster } = clusterIn(cloud);
  const as = (name: string) => {
    const args = ["eks", "get-token", "--role-arn", roleArn(name)];
    return new Provider("kubernetes", cloud, { host: cluster.endpoint ?? null, exec: [{ command: "aws", args }] });
  };
  const admit = (name: string, policy: string) => {
    const caller = { cluster_name: "workers", principal_arn: roleArn(name) };
    aws.create("aws_eks_access_entry", caller);
    const policy_arn = `arn:aws:eks::aws:cluster-access-policy/${policy}`;
    aws.create("aws_eks_access_policy_association", { ...caller, policy_arn, access_scope: [{ type: "cluster" }] });
  };
  for (const name of ["deploy", "plan"]) aws.create("aws_iam_role", { name, assume_role_policy: "{}" });
  expect(() => as("deploy").create("kubernetes_namespace_v1", jobs)).toThrow(/Unauthorized.*no access entry for/);
  admit("deploy", "AmazonEKSClusterAdminPolicy");
  admit("plan", "AmazonEKSViewPolicy");
  const made = as("deploy").create("kubernetes_namespace_v1", jobs);
  expect(as("plan").read("kubernetes_namespace_v1", made)).toEqual(made);
  expect(() => as("plan").delete("kubernetes_namespace_v1", made)).toThrow(/Forbidden.*has AmazonEKSViewPolicy/);
});

test("namespaces and service accounts must exist", () => {
  const cloud = temporaryCloud();
  const provider = kubernetes(cloud, clusterIn(cloud).cluster.endpoint ?? null);
  expect(() => provider.create("kubernetes_cron_job_v1", cronJob("jobs", "publisher"))).toThrow(
    /namespaces "jobs" not found/,
  );
  provider.create("kubernetes_namespace_v1", jobs);
  expect(() => provider.create("kubernetes_cron_job_v1", cronJob("jobs", "publisher"))).toThrow(
    /service account jobs\/publisher/,
  );
  provider.create("kubernetes_service_account_v1", { metadata: [{ name: "publisher", namespace: "jobs" }] });
  const made = provider.create("kubernetes_cron_job_v1", cronJob("jobs", "publisher"));
  expect(made.id).toBe("jobs/publish");
  expect(provider.read("kubernetes_cron_job_v1", made)).toEqual(made);
  expect(provider.import("kubernetes_cron_job_v1", "jobs/publish")).toEqual(made);
  expect(readdirSync(join(cloud, "aws", ACCOUNT, REGION, "kubernetes", "workers", "kubernetes_cron_job_v1"))).toEqual([
    "jobs.publish.json",
  ]);
  expect(() => provider.create("kubernetes_cron_job_v1", cronJob("jobs", "publisher"))).toThrow(/AlreadyExists/);
});

test("what is in a namespace goes with it, and everything with the cluster", () => {
  const cloud = temporaryCloud();
  const { aws, cluster } = clusterIn(cloud);
  const provider = kubernetes(cloud, cluster.endpoint ?? null);
  const namespace = provider.create("kubernetes_namespace_v1", jobs);
  const account = provider.create("kubernetes_service_account_v1", {
    metadata: [{ name: "publisher", namespace: "jobs" }],
  });
  provider.delete("kubernetes_namespace_v1", namespace);
  expect(provider.read("kubernetes_service_account_v1", account)).toBeNull();
  provider.create("kubernetes_namespace_v1", jobs);
  aws.delete("aws_eks_cluster", cluster);
  expect(() => provider.read("kubernetes_namespace_v1", namespace)).toThrow(/no such host/);
  expect(readdirSync(join(cloud, "aws", ACCOUNT, REGION))).not.toContain("kubernetes");
});

test("a release lives in the cluster that its provider's host names, in a namespace that exists or that it makes", () => {
  const cloud = temporaryCloud();
  const host = clusterIn(cloud).cluster.endpoint ?? null;
  const helm = new Provider("helm", cloud, { kubernetes: { host } });
  const release = { name: "operator", chart: chart, namespace: "operators" };
  expect(() => helm.create("helm_release", release)).toThrow(/namespaces "operators" not found/);
  const made = helm.create("helm_release", { ...release, create_namespace: true });
  expect(made).toMatchObject({ id: "operator", status: "deployed", metadata: { chart: "node-pools", revision: 1 } });
  expect(() => helm.create("helm_release", { ...release, create_namespace: true })).toThrow(/cannot re-use a name/);
  expect(helm.import("helm_release", "operators/operator")).toEqual(made);
});

test("a chart without a repository must be a folder with a chart in it", () => {
  const cloud = temporaryCloud();
  const { cluster } = clusterIn(cloud);
  const helm = new Provider("helm", cloud, { kubernetes: { host: cluster.endpoint ?? null } });
  const release = { name: "pools", namespace: "kube-system" };
  expect(() => helm.create("helm_release", { ...release, chart: "assets/none" })).toThrow(/holds no Chart\.yaml/);
  expect(helm.create("helm_release", { ...release, chart })).toMatchObject({ status: "deployed" });
  const remote = { name: "karpenter", chart: "karpenter", repository: "oci://public.ecr.aws/karpenter" };
  expect(helm.create("helm_release", { ...release, ...remote })).toMatchObject({ status: "deployed" });
});
