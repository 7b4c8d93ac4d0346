import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { physicalName } from "../support/names.ts";
import { allow, policyDocument, type Statement } from "../support/policy.ts";

export interface JobIdentityProps {
  readonly context: PlatformContext;
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly clusterName: string;
  readonly statements: readonly Statement[];
}

/** A service account that is an IAM role by EKS Pod Identity, and can do nothing in the cluster itself. */
export class JobIdentity extends Construct {
  readonly serviceAccount: string;

  constructor(scope: Construct, id: string, props: JobIdentityProps) {
    super(scope, id);
    const { clusterName, namespace } = props;
    const role = createRole(this, props);
    const account = new ServiceAccountV1(this, "service-account", {
      metadata: { name: props.name, namespace },
      automountServiceAccountToken: false,
    });
    this.serviceAccount = account.metadata.name;
    new EksPodIdentityAssociation(this, "association", {
      clusterName,
      namespace,
      serviceAccount: this.serviceAccount,
      roleArn: role.arn,
    });
  }
}

function createRole(scope: Construct, { context, name, description, statements, ...props }: JobIdentityProps): IamRole {
  const role = new IamRole(scope, "role", {
    name: physicalName("role", context, name),
    description,
    assumeRolePolicy: policyDocument(podTrust(props.namespace, name)),
  });
  if (statements.length > 0) {
    new IamRolePolicy(scope, "access", { name: "access", role: role.name, policy: policyDocument(...statements) });
  }
  return role;
}

/** EKS Pod Identity tags the sessions it starts; pods of another service account get none for this role. */
function podTrust(namespace: string, serviceAccount: string): Statement {
  return allow(["sts:AssumeRole", "sts:TagSession"], [], {
    principals: { service: "pods.eks.amazonaws.com" },
    conditions: {
      StringEquals: {
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      },
    },
  });
}
