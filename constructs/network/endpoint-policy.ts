import type { PlatformContext } from "../support/context.ts";
import { allow, policyDocument, type Statement } from "../support/policy.ts";

/**
 * The account that holds the images of EKS's own add-ons. Source: Amazon EKS user guide, "View Amazon container image
 * registries for Amazon EKS add-ons"; the regions of environments are all of this one.
 */
const addonImages = "602401143452";

/** Amazon Linux 2023 packages, and the layers of images in ECR. Sources: Amazon Linux 2023 user guide, "Managing repositories"; Amazon ECR user guide, "Interface VPC endpoints", minimum S3 bucket permissions. */
const packagesAndLayers = (region: string) => [
  `arn:aws:s3:::al2023-repos-${region}-de612dc2/*`,
  `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
];

/** Snowflake's internal stages, for large results and for Snowpipe Streaming: buckets in Snowflake's accounts. Source: Snowflake documentation, SYSTEM$ALLOWLIST, type STAGE. */
const snowflakeStages = "arn:aws:s3:::sfc-*/*";

/** What an endpoint lets through: our own identities to our own resources, and what single services need beside that. */
export function endpointPolicy(context: PlatformContext, service: string): string {
  const further = service.startsWith("ecr.") ? [addonPulls(context)] : [];
  return policyDocument(perimeter(context), ...further);
}

/** Buckets that others own are reached by addresses that those have signed, or by anybody: neither names one of our identities. */
export function s3EndpointPolicy(context: PlatformContext): string {
  return policyDocument(
    perimeter(context),
    anybody("PackagesAndLayers", ["s3:GetObject"], packagesAndLayers(context.region)),
    anybody("SnowflakeStages", ["s3:GetObject", "s3:PutObject"], [snowflakeStages]),
  );
}

/**
 * An endpoint's policy grants nothing: it is a boundary on what identities may by their own policies. So it is drawn by
 * whose identity and whose resource, not by action, and nobody in the network can carry data to an account of their own.
 * Source: AWS whitepaper "Building a data perimeter on AWS".
 */
function perimeter({ accountId }: PlatformContext): Statement {
  return {
    ...anybody("OwnIdentitiesToOwnResources", ["*"], ["*"]),
    Condition: { StringEquals: { "aws:PrincipalAccount": accountId, "aws:ResourceAccount": accountId } },
  };
}

function addonPulls({ accountId, region }: PlatformContext): Statement {
  const actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
  const conditions = { StringEquals: { "aws:PrincipalAccount": accountId } };
  const images = `arn:aws:ecr:${region}:${addonImages}:repository/*`;
  return { ...allow(actions, [images], { sid: "AddonImages", conditions }), Principal: "*" };
}

function anybody(sid: string, actions: readonly string[], resources: readonly string[]): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: "*",
    Action: actions,
    Resource: resources,
    Condition: undefined,
  };
}
