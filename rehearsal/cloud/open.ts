import { basename, resolve } from "node:path";
import { AddressBook } from "../faults/address-book.ts";
import { LaggingStore } from "../faults/consistency.ts";
import { readFaults } from "../faults/fault.ts";
import { FaultyCloud } from "../faults/faulty-cloud.ts";
import { Progress } from "../faults/progress.ts";
import type { ProviderName } from "../schema/schema.ts";
import type { Values } from "../value.ts";
import type { Account } from "./account.ts";
import { AwsAccount } from "./aws-account.ts";
import type { Cloud } from "./cloud.ts";
import { readIdentity } from "./identity.ts";
import { KubernetesAccount } from "./kubernetes-account.ts";
import { SimulatedCloud } from "./simulated-cloud.ts";
import { SnowflakeAccount } from "./snowflake-account.ts";
import { Store } from "./store.ts";

/**
 * The simulated cloud in a folder, as one provider sees it, with the faults that are asked for there. `stack` is the
 * stack worked on, by default the name of its working folder.
 *
 * Call {@link Cloud.configure} before anything but {@link Cloud.plan}.
 * @throws Refusal if the folder's identity.json or its faults cannot be read.
 */
export function openCloud(provider: ProviderName, cloudDir: string, stack = basename(process.cwd())): Cloud {
  const root = resolve(cloudDir);
  const faults = readFaults(root);
  const book = new AddressBook(root, stack);
  const label = (type: string, planned: Values) => book.label(type, planned);
  if (faults.length === 0) {
    const store = new Store(root);
    return new SimulatedCloud(store, accountOf(provider, store), label);
  }
  const progress = new Progress(root);
  const lags = faults.flatMap((fault) => ("lag" in fault ? [{ address: fault.address, looks: fault.lag }] : []));
  const store = new LaggingStore(root, lags, progress);
  const account = accountOf(provider, store);
  const inner = new SimulatedCloud(store, account, label);
  return new FaultyCloud({ provider, inner, account, store, book, faults, progress });
}

function accountOf(provider: ProviderName, store: Store): Account {
  if (provider === "aws") return new AwsAccount(store, readIdentity(store.root));
  if (provider === "snowflake") return new SnowflakeAccount(store, readIdentity(store.root));
  return new KubernetesAccount(store);
}
