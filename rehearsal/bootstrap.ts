import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Store } from "./cloud/store.ts";

/** Two accounts as a bootstrap leaves them, and who calls. */
export interface BootstrappedAccounts {
  readonly aws: { readonly accountId: string; readonly roles: readonly string[] };
  readonly snowflake: { readonly organization: string; readonly account: string; readonly roles: readonly string[] };
}

/** In an object's bookkeeping: it was there before Terraform came, and stays when Terraform has destroyed all it made. */
export const BOOTSTRAPPED = "bootstrapped";

/** Makes the roles that deploys run under, where they are not there yet. Repeating it changes nothing. */
export function bootstrapAccounts(cloudDir: string, { aws, snowflake }: BootstrappedAccounts): void {
  const store = new Store(cloudDir);
  for (const name of aws.roles) {
    const arn = `arn:aws:iam::${aws.accountId}:role/${name}`;
    place(store, `aws/${aws.accountId}/global/aws_iam_role`, "aws_iam_role", name, { id: name, name, arn });
  }
  for (const name of snowflake.roles) {
    const id = `"${name}"`;
    const folder = `snowflake/${snowflake.organization}-${snowflake.account}/snowflake_account_role`;
    place(store, folder, "snowflake_account_role", id, { id, name, fully_qualified_name: id });
  }
}

function place(store: Store, folder: string, type: string, id: string, values: Record<string, string>): void {
  store.create(folder, { type, id, private: { [BOOTSTRAPPED]: true }, values });
}

/** Says who calls from now on; the simulated providers check it against their own configuration. */
export function writeIdentity(cloudDir: string, { aws, snowflake }: BootstrappedAccounts): void {
  mkdirSync(cloudDir, { recursive: true });
  const identity = {
    aws: { accountId: aws.accountId },
    snowflake: { organization: snowflake.organization, account: snowflake.account },
  };
  writeFileSync(join(cloudDir, "identity.json"), `${JSON.stringify(identity, null, 2)}\n`);
}
