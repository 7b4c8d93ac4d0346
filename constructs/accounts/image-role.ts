import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { allow, policyDocument } from "../support/policy.ts";
import type { CiConfig } from "./config.ts";
import { managedPolicy } from "./managed-policy.ts";
import { of, reachOf } from "./reach.ts";
import { workflowTrust } from "./workflow-trust.ts";

export interface ImageRoleProps {
  readonly context: PlatformContext;
  readonly config: CiConfig;
}

/** What a push needs. Source: Amazon ECR user guide, "IAM permissions for pushing an image". */
const push = [
  "BatchCheckLayerAvailability",
  "BatchGetImage",
  "CompleteLayerUpload",
  "InitiateLayerUpload",
  "PutImage",
  "UploadLayerPart",
];

/** The role of the workflow that builds images: it pushes to the environment's repositories, and can do nothing else. */
export class ImageRole extends Construct {
  constructor(scope: Construct, id: string, { context, config }: ImageRoleProps) {
    super(scope, id);
    const { prefix, regional } = reachOf(context);
    const role = new IamRole(this, "role", {
      name: physicalName("role", context, "images"),
      description: "Pushes images; what runs is decided by the digest that the environment names",
      assumeRolePolicy: policyDocument(workflowTrust(context, config, "deploy")),
      maxSessionDuration: 3600,
    });
    const policy = managedPolicy(this, "push", {
      name: physicalName("role", context, "push-images"),
      description: "Pushes images to the environment's repositories",
      statements: [
        allow(of("ecr", push), [regional("ecr", `repository/${prefix}-*`)]),
        allow(["ecr:GetAuthorizationToken"], ["*"]),
      ],
    });
    new IamRolePolicyAttachment(this, "attachment", { role: role.name, policyArn: policy.arn });
  }
}
