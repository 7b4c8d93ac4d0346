import { resolve } from "node:path";
import type { ProviderName } from "../schema/schema.ts";
import type { Account } from "./account.ts";
import { AwsAccount } from "./aws-account.ts";
import type { Cloud } from "./cloud.ts";
import { readIdentity } from "./identity.ts";
import { KubernetesAccount } from "./kubernetes-account.ts";
import { SimulatedCloud } from "./simulated-cloud.ts";
import { SnowflakeAccount } from "./snowflake-account.ts";
import { Store } from "./store.ts";

/**
 * The simulated cloud in a folder, as one provider sees it.
 *
 * Call {@link Cloud.configure} before anything but {@link Cloud.plan}.
 * @throws Refusal if the folder's identity.json cannot be read.
 */
export function openCloud(provider: ProviderName, cloudDir: string): Cloud {
  const store = new Store(resolve(cloudDir));
  return new SimulatedCloud(store, accountOf(provider, store));
}

function accountOf(provider: ProviderName, store: Store): Account {
  if (provider === "aws") return new AwsAccount(store, readIdentity(store.root));
  if (provider === "snowflake") return new SnowflakeAccount(store, readIdentity(store.root));
  return new KubernetesAccount(store);
}
