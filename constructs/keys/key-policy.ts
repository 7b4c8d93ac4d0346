import { alertServices } from "../support/alert-services.ts";
import { arn } from "../support/arn.ts";
import { auditTrailArn } from "../support/audit-trail.ts";
import type { PlatformContext } from "../support/context.ts";
import { allow, policyDocument, type Statement, self } from "../support/policy.ts";
import type { KeyDomain } from "./config.ts";

/** Who uses a domain's key on whose behalf; services by the first part of their endpoint's name. */
interface Use {
  /** Services through which the account's principals use the key, as far as their own IAM policies let them. */
  readonly through: readonly string[];
  /** Further statements for a service that uses the key in its own name. */
  readonly directly?: (context: PlatformContext) => Statement[];
}

const uses: Readonly<Record<KeyDomain, Use>> = {
  streaming: { through: ["kafka"] },
  lake: { through: ["s3"], directly: fileEvents },
  secrets: { through: ["secretsmanager"] },
  workers: { through: ["eks", "ec2"], directly: nodeVolumes },
  artifacts: { through: ["s3", "ecr"] },
  logs: { through: ["logs"], directly: logGroups },
  audit: { through: ["s3"], directly: trail },
  alerts: { through: ["sns"], directly: alertSources },
};

const administration = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];

const cryptography = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/**
 * The policy of a domain's key. The account's IAM policies decide who administers it; who may use it they decide too, but
 * only through the domain's services: stolen credentials cannot decrypt what they copied.
 */
export function keyPolicy(context: PlatformContext, domain: KeyDomain): string {
  const { through, directly } = uses[domain];
  const principals = { aws: arn(context, "iam", "root", "global") };
  const services = { StringEquals: { "kms:ViaService": through.map((name) => endpoint(name, context)) } };
  return policyDocument(
    allow(administration, [self], { sid: "Administration", principals }),
    allow(cryptography, [self], { sid: "UseThroughServices", principals, conditions: services }),
    allow(["kms:CreateGrant"], [self], {
      sid: "GrantToServices",
      principals,
      conditions: { ...services, Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
    ...(directly?.(context) ?? []),
  );
}

/** Decryption is for the bucket's own data key. Source: AWS CloudTrail user guide, "Configure AWS KMS key policies for CloudTrail". */
function trail(context: PlatformContext): Statement[] {
  return [
    allow(["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"], [self], {
      sid: "Trail",
      principals: { service: "cloudtrail.amazonaws.com" },
      conditions: { StringEquals: { "aws:SourceArn": auditTrailArn(context) } },
    }),
  ];
}

/** Source: Amazon SNS developer guide, "Enable compatibility between event sources from AWS services and encrypted topics". */
function alertSources(context: PlatformContext): Statement[] {
  return [
    allow(["kms:Decrypt", "kms:GenerateDataKey"], [self], {
      sid: "AlertSources",
      principals: { service: alertServices },
      conditions: { StringEquals: { "aws:SourceAccount": context.accountId } },
    }),
  ];
}

/** S3 tells an encrypted topic of new files. Source: as for alertSources, "Amazon S3 (event notifications)". */
function fileEvents(context: PlatformContext): Statement[] {
  return [
    allow(["kms:Decrypt", "kms:GenerateDataKey"], [self], {
      sid: "FileEvents",
      principals: { service: "s3.amazonaws.com" },
      conditions: { StringEquals: { "aws:SourceAccount": context.accountId } },
    }),
  ];
}

/** The environment's own log groups, and those that services name after its parts. CloudWatch Logs names the log group as encryption context. Source: CloudWatch Logs user guide, "Encrypt log data using KMS". */
function logGroups(context: PlatformContext): Statement[] {
  const ours = [`/${context.platform}/${context.name}/*`, `/aws/*/${context.platform}-${context.name}-*`];
  const groups = ours.map((name) => arn(context, "logs", `log-group:${name}`));
  return [
    allow([...cryptography], [self], {
      sid: "LogGroups",
      principals: { service: endpoint("logs", context) },
      conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": groups } },
    }),
  ];
}

/**
 * Auto Scaling starts nodes with its service-linked role, which has no KMS permission of its own. The role is named in a
 * condition, not as principal: a new account lacks it until its first group, and KMS refuses principals that do not exist.
 * Source: Amazon EC2 Auto Scaling user guide, "Required KMS key policy for use with encrypted volumes".
 */
function nodeVolumes(context: PlatformContext): Statement[] {
  const linked = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
  const conditions = {
    StringEquals: { "kms:CallerAccount": context.accountId },
    ArnEquals: { "aws:PrincipalArn": arn(context, "iam", linked, "global") },
  };
  const principals = { aws: "*" };
  return [
    allow(cryptography, [self], { sid: "NodeVolumes", principals, conditions }),
    allow(["kms:CreateGrant"], [self], {
      sid: "NodeVolumeGrants",
      principals,
      conditions: { ...conditions, Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
  ];
}

function endpoint(service: string, context: PlatformContext): string {
  return `${service}.${context.region}.amazonaws.com`;
}
