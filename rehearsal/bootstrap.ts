import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Store } from "./cloud/store.ts";
import type { Values } from "./value.ts";

/** Two accounts as a bootstrap leaves them, and who calls. */
export interface BootstrappedAccounts {
  readonly aws: { readonly accountId: string; readonly roles: readonly string[]; readonly policies: readonly string[] };
  readonly snowflake: {
    readonly organization: string;
    readonly account: string;
    /** With their privileges on the account. */
    readonly roles: readonly { readonly name: string; readonly privileges: readonly string[] }[];
  };
}

/** In an object's bookkeeping: it was there before Terraform came, and stays when Terraform has destroyed all it made. */
export const BOOTSTRAPPED = "bootstrapped";

/** Makes the roles that deploys run under, and the limit of those they make, where they are not there yet. Repeating it changes nothing. */
export function bootstrapAccounts(cloudDir: string, accounts: BootstrappedAccounts): void {
  const store = new Store(cloudDir);
  for (const { folder, type, id, values } of seedsOf(accounts)) {
    store.create(folder, { type, id, private: { [BOOTSTRAPPED]: true }, values });
  }
}

/** Takes away what stands in for a bootstrap, so that a real one can make it. */
export function removeSeeds(cloudDir: string, accounts: BootstrappedAccounts): void {
  const store = new Store(cloudDir);
  for (const { folder, id } of seedsOf(accounts)) {
    if (store.get(folder, id)?.private?.[BOOTSTRAPPED] === true) store.remove(folder, id);
  }
}

interface Seed {
  readonly folder: string;
  readonly type: string;
  readonly id: string;
  readonly values: Values;
}

function seedsOf({ aws, snowflake }: BootstrappedAccounts): Seed[] {
  const seed = (place: string, type: string, id: string, values: Values): Seed => ({
    folder: `${place}/${type}`,
    type,
    id,
    values: { id, ...values },
  });
  const roles = aws.roles.map((name) => {
    const arn = `arn:aws:iam::${aws.accountId}:role/${name}`;
    return seed(`aws/${aws.accountId}/global`, "aws_iam_role", name, { name, arn });
  });
  const policies = aws.policies.map((name) => {
    const arn = `arn:aws:iam::${aws.accountId}:policy/${name}`;
    return seed(`aws/${aws.accountId}/global`, "aws_iam_policy", arn, { name, arn });
  });
  const place = `snowflake/${snowflake.organization}-${snowflake.account}`;
  const aliases = snowflake.roles.flatMap(({ name, privileges }) => [
    seed(place, "snowflake_account_role", `"${name}"`, { name, fully_qualified_name: `"${name}"` }),
    ...(privileges.length > 0 ? [accountGrant(name, privileges)] : []),
  ]);
  return [...roles, ...policies, ...aliases];

  function accountGrant(role: string, privileges: readonly string[]): Seed {
    const type = "snowflake_grant_privileges_to_account_role";
    const id = `"${role}"|false|false|${[...privileges].sort().join()}|OnAccount`;
    return seed(place, type, id, { account_role_name: role, privileges: [...privileges], on_account: true });
  }
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
