import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider/index.js";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider/index.js";
import { SnowflakeProvider } from "@cdktf/provider-snowflake/lib/provider/index.js";
import { Fn, type TerraformStack, type TerraformVariable } from "cdktf";
import { previewFeatures, snowflakeAliases } from "../constructs/accounts/account-privileges.ts";
import { arn } from "../constructs/support/arn.ts";
import { recordOf } from "../constructs/support/record.ts";
import type { SnowflakeProviders } from "../constructs/warehouse/providers.ts";
import { callersOf } from "../environments/callers.ts";
import type { Environment } from "../environments/environment.ts";
import { defaultTags } from "../environments/tags.ts";
import { ofCaller } from "./caller.ts";

interface Settings {
  readonly environment: Environment;
  readonly caller: TerraformVariable;
}

function roleArn({ environment, caller }: Settings): string {
  const { plan, deploy } = callersOf(environment).aws;
  const context = { accountId: environment.aws.accountId, region: environment.aws.region };
  const arnOf = (role: string) => arn(context, "iam", `role/${role}`, "global");
  return ofCaller(caller, { plan: arnOf(plan), deploy: arnOf(deploy) });
}

/** AWS with the environment's account, role and tags; any other account is refused at the first call. */
export function awsProvider(stack: TerraformStack, settings: Settings): AwsProvider {
  const { environment } = settings;
  return new AwsProvider(stack, "aws", {
    region: environment.aws.region,
    allowedAccountIds: [environment.aws.accountId],
    assumeRole: [{ roleArn: roleArn(settings), sessionName: `plinth-${environment.name}` }],
    defaultTags: defaultTags(environment.name, environment.tags),
  });
}

/**
 * Snowflake with one alias per kind of work. The default can do nothing: a resource that names no alias fails instead of
 * running under a role that happens to work. No alias uses ACCOUNTADMIN.
 */
export function snowflakeProviders(stack: TerraformStack, { environment, caller }: Settings): SnowflakeProviders {
  const { organization, account } = environment.snowflake;
  const { users, roles, warehouse } = callersOf(environment).snowflake;
  const common = {
    organizationName: organization,
    accountName: account,
    user: ofCaller(caller, users),
    // The key itself comes from SNOWFLAKE_PRIVATE_KEY in the caller's environment.
    authenticator: "SNOWFLAKE_JWT",
  };
  new SnowflakeProvider(stack, "snowflake", { ...common, role: "PUBLIC" });
  return recordOf(snowflakeAliases, (alias) => {
    const features = previewFeatures[alias];
    return new SnowflakeProvider(stack, `snowflake-${alias}`, {
      ...common,
      alias,
      role: roles[alias],
      // What policies a tag has is asked with a query; everything else is asked with SHOW, which needs no warehouse.
      warehouse: alias === "governance" ? warehouse : undefined,
      previewFeaturesEnabled: features.length > 0 ? features : undefined,
    });
  });
}

interface Cluster {
  readonly clusterName: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
}

/** The cluster's API with a token fetched at each call, so that no plan or state holds one. */
export function kubernetesProvider(stack: TerraformStack, settings: Settings, cluster: Cluster): KubernetesProvider {
  const { exec, ...connection } = connect(settings, cluster);
  return new KubernetesProvider(stack, "kubernetes", { ...connection, exec: [exec] });
}

/** Helm, for what the cluster is given as charts: the same API, the same token. */
export function helmProvider(stack: TerraformStack, settings: Settings, cluster: Cluster): HelmProvider {
  return new HelmProvider(stack, "helm", { kubernetes: connect(settings, cluster) });
}

function connect(settings: Settings, cluster: Cluster) {
  const { region } = settings.environment.aws;
  const token = ["eks", "get-token", "--cluster-name", cluster.clusterName, "--region", region];
  return {
    host: cluster.endpoint,
    clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority),
    exec: {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: "aws",
      args: [...token, "--role-arn", roleArn(settings)],
    },
  };
}
