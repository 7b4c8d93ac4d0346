import type { ChangeCase, MergePatch } from "./change-case.ts";

const cluster = "workers/aws_eks_cluster.cluster";
const nodes = "workers/aws_eks_node_group.cluster_nodes_group";
const clusterPatch = (body: MergePatch) => ({ workers: { resource: { aws_eks_cluster: { cluster: body } } } });

/** Sources: Amazon EKS user guide, "Update existing cluster to new Kubernetes version", "Managed node groups"; pages of hashicorp/aws. */
export const workers: readonly ChangeCase[] = [
  {
    name: "nodes become larger, each made anew",
    environment: "prod",
    patch: { workers: { nodeGroup: { instanceTypes: ["m7i.2xlarge"] } } },
    harmless: false,
    changes: { [nodes]: "replace R4" },
    findings: [`stateless-destroyed warn ${nodes}`],
  },
  {
    name: "there may be more nodes",
    environment: "prod",
    patch: { workers: { nodeGroup: { maxNodes: 10 } } },
    harmless: true,
    changes: { [nodes]: "update R2" },
    findings: [],
  },
  {
    name: "nodes get larger disks, one after another",
    environment: "prod",
    patch: { workers: { nodeGroup: { diskGib: 100 } } },
    harmless: false,
    changes: { "workers/aws_launch_template.cluster_nodes_template": "update R2", [nodes]: "update R4" },
    findings: [`running-interrupted warn ${nodes}`],
  },
  {
    name: "the cluster gets the next version of Kubernetes",
    environment: "staging",
    stacks: {
      workers: {
        resource: {
          aws_eks_cluster: { cluster: { version: "1.37" } },
          aws_eks_node_group: { cluster_nodes_group: { version: "1.37" } },
        },
      },
    },
    harmless: false,
    changes: { [cluster]: "update R4", [nodes]: "update R4" },
    findings: [`running-interrupted warn ${cluster}`, `running-interrupted warn ${nodes}`],
  },
  {
    name: "services in the cluster get other addresses, which takes a new cluster",
    environment: "prod",
    applied: true,
    patch: { workers: { serviceCidr: "172.21.0.0/16" } },
    harmless: false,
    // Its nodes have their successors made first, so that it would have its own made beside one of the same name.
    failed: ["workers", "jobs"],
    changes: { [cluster]: "replace R5", "workers/aws_vpc_security_group_ingress_rule.endpoints_workers": "update R3" },
    findings: [
      `stateful-destroyed block ${cluster}`,
      "access-widened warn workers/aws_vpc_security_group_ingress_rule.endpoints_workers",
    ],
  },
  {
    name: "the control plane's logs are kept for three months where they were kept for a year",
    environment: "prod",
    patch: { workers: { controlPlaneLogDays: 90 } },
    harmless: false,
    changes: { "workers/aws_cloudwatch_log_group.cluster_control-plane-logs": "update R5" },
    findings: ["retention-shortened block workers/aws_cloudwatch_log_group.cluster_control-plane-logs"],
  },
  {
    name: "the cluster's control plane can be reached from the internet",
    environment: "prod",
    stacks: clusterPatch({ vpc_config: { endpoint_public_access: true } }),
    harmless: false,
    changes: { [cluster]: "update R5" },
    findings: [`public-exposure block ${cluster}`],
  },
  {
    name: "the service no longer refuses to delete the cluster",
    environment: "prod",
    stacks: clusterPatch({ deletion_protection: false }),
    harmless: false,
    changes: { [cluster]: "update R5" },
    findings: [`protection-loosened block ${cluster}`],
  },
  {
    name: "the cluster no longer records who asked for what",
    environment: "prod",
    stacks: clusterPatch({ enabled_cluster_log_types: ["api"] }),
    harmless: false,
    changes: { [cluster]: "update R5" },
    findings: [`protection-loosened block ${cluster}`],
  },
  {
    name: "somebody else becomes an administrator of the cluster",
    environment: "prod",
    stacks: {
      workers: {
        resource: {
          aws_eks_access_policy_association: {
            "cluster_plan-role_policy": {
              policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            },
          },
        },
      },
    },
    harmless: false,
    changes: { "workers/aws_eks_access_policy_association.cluster_plan-role_policy": "replace R5" },
    findings: [
      "admin-access block workers/aws_eks_access_policy_association.cluster_plan-role_policy",
      "access-widened warn workers/aws_eks_access_policy_association.cluster_plan-role_policy",
      "stateless-destroyed warn workers/aws_eks_access_policy_association.cluster_plan-role_policy",
    ],
  },
  {
    name: "jobs may have more nodes at once",
    environment: "prod",
    patch: { workers: { jobNodes: { spot: { cpu: 64, memoryGib: 256 } } } },
    harmless: true,
    changes: { "jobs/helm_release.nodes_pools": "update R4" },
    findings: ["running-interrupted warn jobs/helm_release.nodes_pools"],
  },
];
