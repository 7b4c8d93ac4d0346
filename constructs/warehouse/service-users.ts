import { NetworkPolicy } from "@cdktf/provider-snowflake/lib/network-policy/index.js";
import { NetworkRule } from "@cdktf/provider-snowflake/lib/network-rule/index.js";
import { ServiceUser } from "@cdktf/provider-snowflake/lib/service-user/index.js";
import { Construct } from "constructs";
import { aliasGrantee } from "./alias-role.ts";
import type { ServiceUserConfig } from "./config.ts";
import { grantOnAccountObject, grantOnSchema, grantRoleToUser, type SchemaName } from "./grants.ts";
import { type AccountNameOwner, accountName } from "./names.ts";
import type { SnowflakeProviders } from "./providers.ts";

export interface ServiceUsersProps {
  readonly owner: AccountNameOwner;
  readonly config: Readonly<Record<string, ServiceUserConfig>>;
  /** Where the network rule lies. */
  readonly schema: SchemaName;
  /** Functional role → its physical name. */
  readonly roleNames: Readonly<Record<string, string>>;
  /** Public addresses that connections of the environment come from. */
  readonly egressAddresses: readonly string[];
  readonly providers: SnowflakeProviders;
}

/** The users that programs sign in as: without a password, with a role of its own and nothing beside it, from the environment's own addresses. */
export class ServiceUsers extends Construct {
  constructor(scope: Construct, id: string, props: ServiceUsersProps) {
    super(scope, id);
    const networkPolicy = createNetworkPolicy(new Construct(this, "network"), props);
    for (const [name, config] of Object.entries(props.config)) {
      createUser(new Construct(this, name), name, config, networkPolicy, props);
    }
  }
}

function createNetworkPolicy(
  scope: Construct,
  { owner, schema, egressAddresses, providers }: ServiceUsersProps,
): string {
  const maker = aliasGrantee(providers, providers.users);
  const dependsOn = [
    grantOnAccountObject(scope, "enter", maker, "DATABASE", schema.database, ["USAGE"]),
    grantOnSchema(scope, "create", maker, schema, ["CREATE NETWORK RULE", "USAGE"]),
  ];
  const rule = new NetworkRule(scope, "egress", {
    provider: providers.users,
    database: schema.database,
    schema: schema.schema,
    name: "EGRESS",
    comment: "Addresses that the environment's programs come from",
    mode: "INGRESS",
    type: "IPV4",
    valueList: [...egressAddresses],
    dependsOn,
  });
  const policy = new NetworkPolicy(scope, "policy", {
    provider: providers.users,
    name: accountName(owner, "SERVICE_USERS"),
    comment: "Where service users may sign in from",
    allowedNetworkRuleList: [rule.fullyQualifiedName],
  });
  return policy.name;
}

function createUser(
  scope: Construct,
  name: string,
  { role, readsAs, description }: ServiceUserConfig,
  networkPolicy: string,
  { owner, roleNames, providers }: ServiceUsersProps,
): void {
  const named = (wanted: string) => {
    const found = roleNames[wanted];
    if (found === undefined) throw new Error(`${wanted} is not a declared role, and the user ${name} works under it.`);
    return found;
  };
  const user = new ServiceUser(scope, "user", {
    provider: providers.users,
    name: accountName(owner, name),
    comment: description,
    defaultRole: named(role),
    defaultSecondaryRolesOption: "NONE",
    networkPolicy,
    // `plinth keys` sets them, in turn; Terraform must neither know them nor take one away.
    lifecycle: { ignoreChanges: ["rsa_public_key", "rsa_public_key_2"] },
  });
  grantRoleToUser(scope, "works-as", { provider: providers.access, role: named(role), user: user.name });
  for (const reader of readsAs) {
    const place = new Construct(scope, `reads-as-${reader}`);
    grantRoleToUser(place, "grant", { provider: providers.access, role: named(reader), user: user.name });
  }
}
