import { AccountParameter } from "@cdktf/provider-snowflake/lib/account-parameter/index.js";
import { NetworkPolicy } from "@cdktf/provider-snowflake/lib/network-policy/index.js";
import { Construct } from "constructs";
import type { AccountProviders } from "./account-providers.ts";

export interface AccountPoliciesProps {
  /** Name of the network policy. */
  readonly name: string;
  readonly allowedAddresses: readonly string[];
  readonly providers: AccountProviders;
}

/**
 * What holds for everyone in the account. Data leaves by storage integrations only, never to an address written into a
 * statement. Source: Snowflake documentation, "Parameters", account parameters.
 */
const parameters = {
  PREVENT_UNLOAD_TO_INLINE_URL: "true",
  PREVENT_LOAD_FROM_INLINE_URL: "true",
  REQUIRE_STORAGE_INTEGRATION_FOR_STAGE_CREATION: "true",
  REQUIRE_STORAGE_INTEGRATION_FOR_STAGE_OPERATION: "true",
} as const;

/** The account's parameters, and the one network policy of everyone who signs in. */
export class AccountPolicies extends Construct {
  constructor(scope: Construct, id: string, props: AccountPoliciesProps) {
    super(scope, id);
    const provider = props.providers.account;
    for (const [key, value] of Object.entries(parameters)) {
      new AccountParameter(new Construct(this, key), "parameter", { provider, key, value });
    }
    // A policy without addresses would lock everyone out.
    if (props.allowedAddresses.length > 0) restrictNetwork(this, props);
  }
}

function restrictNetwork(scope: Construct, { name, allowedAddresses, providers }: AccountPoliciesProps): void {
  const policy = new NetworkPolicy(scope, "network", {
    provider: providers.account,
    name,
    allowedIpList: [...allowedAddresses].sort(),
    comment: "Addresses that may sign in to the account",
  });
  new AccountParameter(scope, "network-in-force", {
    provider: providers.account,
    key: "NETWORK_POLICY",
    value: policy.name,
  });
}
