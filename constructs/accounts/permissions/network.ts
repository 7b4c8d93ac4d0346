import { allow, type Statement } from "../../support/policy.ts";
import { keepsEnvironment, of, type Reach } from "../reach.ts";

/** What each creation makes, and in what of ours. Source: service authorization reference, Amazon EC2, resource types. */
const creations: Readonly<Record<string, { readonly makes: string; readonly within: readonly string[] }>> = {
  AllocateAddress: { makes: "elastic-ip", within: [] },
  AuthorizeSecurityGroupEgress: { makes: "security-group-rule", within: ["security-group"] },
  AuthorizeSecurityGroupIngress: { makes: "security-group-rule", within: ["security-group"] },
  CreateFlowLogs: { makes: "vpc-flow-log", within: ["vpc", "subnet"] },
  CreateInternetGateway: { makes: "internet-gateway", within: [] },
  CreateLaunchTemplate: { makes: "launch-template", within: [] },
  CreateNatGateway: { makes: "natgateway", within: ["subnet", "elastic-ip", "vpc"] },
  CreateNetworkAcl: { makes: "network-acl", within: ["vpc"] },
  CreateRouteTable: { makes: "route-table", within: ["vpc"] },
  CreateSecurityGroup: { makes: "security-group", within: ["vpc"] },
  CreateSubnet: { makes: "subnet", within: ["vpc"] },
  CreateVpc: { makes: "vpc", within: [] },
  CreateVpcEndpoint: { makes: "vpc-endpoint", within: ["vpc", "subnet", "route-table", "security-group"] },
};

const changes = [
  "AssociateRouteTable",
  "AttachInternetGateway",
  "CreateLaunchTemplateVersion",
  "CreateNetworkAclEntry",
  "CreateRoute",
  "DeleteFlowLogs",
  "DeleteInternetGateway",
  "DeleteLaunchTemplate",
  "DeleteLaunchTemplateVersions",
  "DeleteNatGateway",
  "DeleteNetworkAcl",
  "DeleteNetworkAclEntry",
  "DeleteRoute",
  "DeleteRouteTable",
  "DeleteSecurityGroup",
  "DeleteSubnet",
  "DeleteTags",
  "DeleteVpc",
  "DeleteVpcEndpoints",
  "DetachInternetGateway",
  "DisassociateAddress",
  "DisassociateRouteTable",
  "ModifyLaunchTemplate",
  "ModifySecurityGroupRules",
  "ModifySubnetAttribute",
  "ModifyVpcAttribute",
  "ModifyVpcEndpoint",
  "ReleaseAddress",
  "ReplaceNetworkAclAssociation",
  "ReplaceNetworkAclEntry",
  "ReplaceRoute",
  "ReplaceRouteTableAssociation",
  "RevokeSecurityGroupEgress",
  "RevokeSecurityGroupIngress",
  "UpdateSecurityGroupRuleDescriptionsEgress",
  "UpdateSecurityGroupRuleDescriptionsIngress",
];

/** Ids in EC2 are random: what is ours is told by its tag, from birth on. */
export function networkChanges(reach: Reach): Statement[] {
  const ec2 = (...types: string[]) => types.map((type) => reach.regional("ec2", `${type}/*`));
  const parents = new Set(Object.values(creations).flatMap(({ within }) => within));
  const makes = [...new Set(Object.values(creations).map((creation) => creation.makes))];
  // IAM takes no wildcard for the type of a resource.
  const ours = [...new Set([...makes, ...parents])];
  const inside = Object.entries(creations).filter(([, { within }]) => within.length > 0);
  const untagged = { Null: { "aws:ResourceTag/Environment": "true" } };
  return [
    allow(of("ec2", Object.keys(creations)), ec2(...makes), { sid: "CreateTagged", conditions: reach.born }),
    allow(
      of(
        "ec2",
        inside.map(([action]) => action),
      ),
      ec2(...parents),
      { sid: "CreateInside", conditions: reach.own },
    ),
    allow(of("ec2", changes), ec2(...ours), { sid: "Change", conditions: reach.own }),
    allow(["ec2:CreateTags"], ec2(...ours), {
      sid: "TagAtBirth",
      conditions: { StringEquals: { ...reach.born.StringEquals, "ec2:CreateAction": Object.keys(creations) } },
    }),
    allow(["ec2:CreateTags"], ec2(...ours), { sid: "Retag", conditions: keepsEnvironment(reach) }),
    // A VPC brings its default group, list and route table along without tags; they are adopted, then ours.
    allow(["ec2:CreateTags"], ec2("security-group", "network-acl", "route-table"), {
      sid: "AdoptDefaults",
      conditions: { ...reach.born, ...untagged },
    }),
  ];
}
