import type { Value } from "../value.ts";
import type { Draft, ObjectKind } from "./kind.ts";

const eks = (path: string) => `arn:{partition}:eks:{region}:{account}:${path}`;

export const EKS_KINDS: Readonly<Record<string, ObjectKind>> = {
  aws_eks_cluster: {
    id: "{name}",
    fills: {
      arn: eks("cluster/{name}"),
      certificate_authority: (draft) => [{ data: certificate(draft) }],
      cluster_id: "",
      endpoint: (draft) => draft.render(`https://${clusterHash(draft)}.gr7.{region}.eks.amazonaws.com`),
      identity: (draft) => [
        { oidc: [{ issuer: draft.render(`https://oidc.eks.{region}.amazonaws.com/id/${clusterHash(draft)}`) }] },
      ],
      platform_version: "eks.1",
      status: "ACTIVE",
      version: "1.34",
      "access_config.authentication_mode": "API_AND_CONFIG_MAP",
      "kubernetes_network_config.ip_family": "ipv4",
      "kubernetes_network_config.service_ipv4_cidr": "172.20.0.0/16",
      "upgrade_policy.support_type": "EXTENDED",
      "vpc_config.cluster_security_group_id": "sg-{hex17}",
      "vpc_config.public_access_cidrs": () => ["0.0.0.0/0"],
      "vpc_config.vpc_id": vpc,
    },
    taken: "ResourceInUseException",
  },
  aws_eks_node_group: {
    id: "{cluster_name}:{node_group_name}",
    fills: {
      arn: eks("nodegroup/{cluster_name}/{node_group_name}/{uuid}"),
      ami_type: "AL2023_x86_64_STANDARD",
      capacity_type: "ON_DEMAND",
      disk_size: () => 20,
      instance_types: () => ["t3.medium"],
      release_version: "{version}-20260101",
      resources: (draft) => [
        {
          autoscaling_groups: [{ name: draft.render("eks-{node_group_name}-{uuid}") }],
          remote_access_security_group_id: "",
        },
      ],
      version: clusterVersion,
    },
    taken: "ResourceInUseException",
  },
  aws_eks_addon: {
    id: "{cluster_name}:{addon_name}",
    fills: {
      arn: eks("addon/{cluster_name}/{addon_name}/{uuid}"),
      addon_version: "v1.20.0-eksbuild.1",
      configuration_values: "",
    },
    taken: "ResourceInUseException",
  },
  aws_eks_access_entry: {
    id: "{cluster_name}:{principal_arn}",
    fills: {
      access_entry_arn: eks("access-entry/{cluster_name}/role/{account}/{chars12}/{uuid}"),
      type: "STANDARD",
      user_name: "{principal_arn}",
    },
    taken: "ResourceInUseException",
  },
  aws_eks_access_policy_association: { id: "{cluster_name}#{principal_arn}#{policy_arn}", upsert: true },
  aws_eks_pod_identity_association: {
    id: "{association_id}",
    fills: {
      association_id: "a-{chars17}",
      association_arn: eks("podidentityassociation/{cluster_name}/{association_id}"),
      external_id: "{uuid}",
    },
    unique: ["{cluster_name} {namespace} {service_account}"],
    taken: "ResourceInUseException",
    import: "{cluster_name},{association_id}",
  },
};

/** EKS names a cluster's endpoint and issuer by the same 32 characters. */
function clusterHash(draft: Draft): string {
  return draft.renderAs("cluster", "{hex32}").toUpperCase();
}

function certificate(draft: Draft): string {
  const body = draft.renderAs("certificate", "{chars64}");
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`).toString("base64");
}

function vpc(draft: Draft): Value {
  return draft.found("aws_subnet", String(draft.at("vpc_config.0.subnet_ids.0")))?.vpc_id ?? "";
}

function clusterVersion(draft: Draft): Value {
  return draft.found("aws_eks_cluster", String(draft.at("cluster_name")))?.version ?? "";
}
