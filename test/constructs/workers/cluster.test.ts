import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry/index.js";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association/index.js";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon/index.js";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster/index.js";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { expect, test } from "@jest/globals";
import type { Protection } from "../../../constructs/support/protection.ts";
import { WorkerCluster } from "../../../constructs/workers/cluster.ts";
import { workersConfig } from "../../../constructs/workers/config.ts";
import { all, type Built, build, only } from "../../support/synth.ts";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/workers";
const logKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/logs";
const nodeGroup = { instanceTypes: ["m7i.large"], minNodes: 0, maxNodes: 3 };

function buildCluster({ protection = "locked", platform = "acme", ...config }: Variation = {}): Built {
  return build((stack) => {
    new WorkerCluster(stack, "workers", {
      context: { platform, name: "dev", region: "eu-west-1", accountId: "111122223333", protection },
      config: workersConfig.parse({ nodeGroup, ...config }),
      network: { subnetIds: { private: ["subnet-a", "subnet-b"] } },
      keyArn,
      logKeyArn,
    });
  });
}

interface Variation {
  readonly protection?: Protection;
  readonly platform?: string;
  readonly nodeGroup?: object;
}

const built = buildCluster();

/** Addresses a resource waits for. */
function waits(resource: object): string[] {
  return Reflect.get(resource, "depends_on") ?? [];
}

test("the name of a role that IAM would not take is refused, never cut", () => {
  expect(() => buildCluster({ platform: "p".repeat(60) })).toThrow("the name of an IAM role has at most 64 characters");
});

test("the cluster's API answers inside the VPC only and knows access entries only", () => {
  expect(only(built, EksCluster)).toMatchObject({
    vpc_config: { endpoint_private_access: true, endpoint_public_access: false, subnet_ids: ["subnet-a", "subnet-b"] },
    access_config: { authentication_mode: "API", bootstrap_cluster_creator_admin_permissions: false },
  });
});

test("secrets are encrypted with our key, and the cluster never slides into extended support", () => {
  expect(only(built, EksCluster)).toMatchObject({
    encryption_config: { resources: ["secrets"], provider: { key_arn: keyArn } },
    upgrade_policy: { support_type: "STANDARD" },
  });
  const [statement] = JSON.parse(only(built, IamRolePolicy, "secrets-key").policy).Statement;
  expect(statement).toMatchObject({
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
    Resource: [keyArn],
  });
});

test("all five control-plane logs go to a group that stands before the cluster, expires and is encrypted", () => {
  const cluster = only(built, EksCluster);
  const group = only(built, CloudwatchLogGroup);
  expect(cluster.enabled_cluster_log_types).toHaveLength(5);
  expect(group).toMatchObject({
    name: `/aws/eks/${cluster.name}/cluster`,
    retention_in_days: 90,
    kms_key_id: logKeyArn,
  });
  expect(waits(cluster).join()).toContain("aws_cloudwatch_log_group.");
});

test.each([
  ["ephemeral", false, undefined],
  ["standard", false, true],
  ["locked", true, true],
] as const)("with protection %s, deletion protection is %s and prevent_destroy %s", (protection, deletion, prevent) => {
  const cluster = only(buildCluster({ protection }), EksCluster);
  expect([cluster.deletion_protection, cluster.lifecycle?.prevent_destroy]).toEqual([deletion, prevent]);
});

test("only the deploy role may administer the cluster; the plan role looks, and sees no secret", () => {
  const entries = Object.values(all(built, EksAccessEntry));
  const callers = entries.filter(({ type }) => type === undefined).map(({ principal_arn }) => principal_arn);
  expect(callers).toEqual(["deploy", "plan"].map((name) => `arn:aws:iam::111122223333:role/acme-dev-${name}`));
  expect(entries.filter(({ type }) => type !== undefined).map(({ type }) => type)).toEqual(["EC2_LINUX"]);
  const policies = Object.values(all(built, EksAccessPolicyAssociation));
  expect(policies).toMatchObject([
    { policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy" },
    { policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy" },
  ]);
  expect(policies.map(({ principal_arn }) => principal_arn)).toEqual([
    expect.stringContaining("aws_eks_access_entry.workers_deploy-role_entry"),
    expect.stringContaining("aws_eks_access_entry.workers_plan-role_entry"),
  ]);
});

test("EKS installs no add-on that nobody declared", () => {
  expect(only(built, EksCluster).bootstrap_self_managed_addons).toBe(false);
});

test("network plugin, proxy and identity agent stand before the nodes, DNS comes after", () => {
  const before = waits(only(built, EksNodeGroup)).filter((address) => address.startsWith("aws_eks_addon."));
  expect(before).toEqual([
    expect.stringContaining("kube-proxy"),
    expect.stringContaining("eks-pod-identity-agent"),
    expect.stringContaining("vpc-cni"),
  ]);
  expect(Object.values(all(built, EksAddon)).map((addon) => addon.addon_name)).toHaveLength(4);
  expect(waits(only(built, EksAddon, "coredns/addon"))).toEqual([expect.stringContaining("aws_eks_node_group.")]);
});

test("the network plugin enforces network policies and has a role of its own, which nodes do not", () => {
  const plugin = only(built, EksAddon, "vpc-cni/addon");
  expect(JSON.parse(plugin.configuration_values ?? "")).toEqual({ enableNetworkPolicy: "true" });
  expect(plugin.pod_identity_association).toMatchObject([{ service_account: "aws-node" }]);
  const policies = Object.entries(all(built, IamRolePolicyAttachment)).map(([path, { policy_arn }]) => [
    path.split("/")[1],
    policy_arn.split("/").at(-1),
  ]);
  expect(policies).toEqual(
    expect.arrayContaining([
      ["cni", "AmazonEKS_CNI_Policy"],
      ["nodes", "AmazonEKSWorkerNodePolicy"],
      ["nodes", "AmazonEC2ContainerRegistryPullOnly"],
      ["node-maker", "AmazonEKSWorkerNodePolicy"],
      ["node-maker", "AmazonEC2ContainerRegistryPullOnly"],
    ]),
  );
  expect(policies).toHaveLength(6);
});

test("each role trusts the one service that works under it", () => {
  const trusted = Object.values(all(built, IamRole)).map(({ name, assume_role_policy }) => [
    name,
    JSON.parse(assume_role_policy).Statement[0].Principal.Service,
  ]);
  expect(Object.fromEntries(trusted)).toEqual({
    "acme-dev-workers-cluster": ["eks.amazonaws.com"],
    "acme-dev-workers-cni": ["pods.eks.amazonaws.com"],
    "acme-dev-workers-karpenter": ["pods.eks.amazonaws.com"],
    "acme-dev-workers-karpenter-nodes": ["ec2.amazonaws.com"],
    "acme-dev-workers-nodes": ["ec2.amazonaws.com"],
  });
});

test("a node's volume is encrypted with our key, and its credentials are out of its pods' reach", () => {
  expect(only(built, LaunchTemplate)).toMatchObject({
    metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
    block_device_mappings: [{ ebs: { encrypted: "true", kms_key_id: keyArn, volume_type: "gp3", volume_size: 50 } }],
  });
});

test("a group that may shrink to nothing starts with a node, and its size is left to the load afterwards", () => {
  const group = only(built, EksNodeGroup);
  expect(group.scaling_config).toEqual({ min_size: 0, max_size: 3, desired_size: 1 });
  expect(group.lifecycle?.ignore_changes).toEqual(["scaling_config[0].desired_size"]);
});

test("a group that must be replaced is, before it goes, under a name that is free", () => {
  const group = only(built, EksNodeGroup);
  expect(group.lifecycle?.create_before_destroy).toBe(true);
  expect([group.node_group_name, group.node_group_name_prefix]).toEqual([undefined, "nodes-"]);
});

test("Graviton nodes get an image of their architecture", () => {
  const graviton = buildCluster({ nodeGroup: { ...nodeGroup, instanceTypes: ["m7g.large", "c7gn.xlarge"] } });
  expect(only(graviton, EksNodeGroup).ami_type).toBe("AL2023_ARM_64_STANDARD");
  expect(only(built, EksNodeGroup).ami_type).toBe("AL2023_x86_64_STANDARD");
});
