import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";
import { StorageIntegration } from "@cdktf/provider-snowflake/lib/storage-integration/index.js";
import { Construct } from "constructs";
import { arn } from "../support/arn.ts";
import type { PlatformContext } from "../support/context.ts";
import type { GrantedRole } from "../support/granted-role.ts";
import { stateful } from "../support/lifecycle.ts";
import { joined, physicalName } from "../support/names.ts";
import { allow, policyDocument } from "../support/policy.ts";

export interface StorageTrustProps {
  readonly context: PlatformContext;
  /** The integration's name in the Snowflake account. */
  readonly name: string;
  readonly provider: SnowflakeProvider;
  /** Folders that stages may name, as s3://bucket/folder/. */
  readonly locations: readonly string[];
}

/**
 * Snowflake's way into the lake: a storage integration that works under an IAM role, and the role that trusts it alone.
 * Each names the other: the integration gets the role's ARN as it will be, and the role the integration's user as it
 * came to be, with an external id that is chosen here instead of asked for, so that one apply makes both.
 */
export class StorageTrust extends Construct {
  readonly integration: StorageIntegration;
  readonly role: GrantedRole;
  /** Snowflake's user in AWS. An account has one for all its integrations (Snowflake documentation, DESCRIBE INTEGRATION). */
  readonly snowflakeUserArn: string;

  constructor(scope: Construct, id: string, { context, name, provider, locations }: StorageTrustProps) {
    super(scope, id);
    const roleName = physicalName("role", context, "snowflake-files");
    // No secret: it tells whose request it is, should Snowflake's user ever be asked to act for someone else.
    const externalId = joined("role", context, ["lake"]);
    this.integration = new StorageIntegration(this, "integration", {
      provider,
      name,
      comment: `Files of the lake of ${context.platform} ${context.name}`,
      type: "EXTERNAL_STAGE",
      enabled: true,
      storageProvider: "S3",
      storageAwsRoleArn: arn(context, "iam", `role/${roleName}`, "global"),
      storageAwsExternalId: externalId,
      storageAllowedLocations: [...locations],
      // A stage keeps to the integration it was made with: a new one of the same name leaves every stage without.
      lifecycle: stateful(context),
    });
    this.snowflakeUserArn = this.integration.storageAwsIamUserArn;
    const role = createRole(this, roleName, this.snowflakeUserArn, externalId);
    this.role = { id: "snowflake-files", name: role.name };
  }
}

/** Source: Snowflake documentation, "Configuring a Snowflake storage integration to access Amazon S3". */
function createRole(scope: Construct, name: string, aws: string, externalId: string): IamRole {
  return new IamRole(scope, "role", {
    name,
    description: "Snowflake reads files of the lake",
    assumeRolePolicy: policyDocument(
      allow(["sts:AssumeRole"], [], {
        principals: { aws },
        conditions: { StringEquals: { "sts:ExternalId": externalId } },
      }),
    ),
  });
}
