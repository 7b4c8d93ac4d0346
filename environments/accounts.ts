import { accountPrivileges, snowflakeAliases } from "../constructs/accounts/account-privileges.ts";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { joined } from "../constructs/support/names.ts";
import { callersOf } from "./callers.ts";
import { environmentNames, loadEnvironment } from "./catalog.ts";
import type { Environment } from "./environment.ts";

/** An AWS account in one region, with the environments that live there: what one state stack is for. */
export interface AwsHome {
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  readonly platform: string;
  readonly tags: Environment["tags"];
  readonly environments: readonly Environment[];
  readonly makesOidcProvider: boolean;
}

/** A Snowflake account with the environments that live there: what one account stack is for. */
export interface SnowflakeHome {
  readonly stack: string;
  readonly organization: string;
  readonly account: string;
  readonly environments: readonly Environment[];
}

export interface Homes {
  readonly aws: AwsHome;
  readonly snowflake: SnowflakeHome;
}

/**
 * The two accounts of an environment with everyone who lives in them, which only all environments together tell. Throws
 * a {@link ConfigurationError} when one of them is unsound: leaving it out would take away what it has there.
 */
export async function homesOf(environment: Environment): Promise<Homes> {
  const all = await Promise.all(environmentNames().map(loadEnvironment));
  return homesAmong(environment, all);
}

export function homesAmong(environment: Environment, all: readonly Environment[]): Homes {
  const neighbors = all.filter(({ cloud }) => cloud === environment.cloud);
  return { aws: awsHome(environment, neighbors), snowflake: snowflakeHome(environment, neighbors) };
}

function awsHome(environment: Environment, neighbors: readonly Environment[]): AwsHome {
  const { aws, platform, tags } = environment;
  const inAccount = neighbors.filter((other) => other.aws.accountId === aws.accountId);
  const environments = inAccount.filter((other) => other.aws.region === aws.region);
  refuseTwoProviders(inAccount);
  return {
    stack: `state-${aws.accountId}-${aws.region}`,
    accountId: aws.accountId,
    region: aws.region,
    platform,
    tags,
    environments,
    makesOidcProvider: environments.some(({ ci }) => ci.oidcProvider === "ours"),
  };
}

/** IAM has no regions: an account takes GitHub's provider once, from one region's state stack. */
function refuseTwoProviders(inAccount: readonly Environment[]): void {
  const makers = inAccount.filter(({ ci }) => ci.oidcProvider === "ours");
  const [first] = makers;
  const other = makers.find(({ aws }) => aws.region !== first?.aws.region);
  if (first === undefined || other === undefined) return;
  throw new ConfigurationError([
    `environments/${other.name}.ts: ci.oidcProvider is "ours"; it must be "existing", since ${first.name} makes the one that account ${first.aws.accountId} can have, in ${first.aws.region}. Write "existing".`,
  ]);
}

function snowflakeHome(environment: Environment, neighbors: readonly Environment[]): SnowflakeHome {
  const { organization, account } = environment.snowflake;
  return {
    stack: `account-${organization}-${account}`,
    organization,
    account,
    environments: neighbors.filter(
      ({ snowflake }) => snowflake.organization === organization && snowflake.account === account,
    ),
  };
}

/** An environment's two accounts with the roles that a bootstrap makes in them. */
export function accountsOf(environment: Environment) {
  const { aws, snowflake } = environment;
  const callers = callersOf(environment);
  return {
    aws: {
      accountId: aws.accountId,
      roles: Object.values(callers.aws),
      // The limits of the roles that a deploy makes: constructs/accounts/role-boundary.ts names them so.
      policies: ["boundary", "node-boundary"].map((name) => joined("role", environment, [name])),
    },
    snowflake: {
      organization: snowflake.organization,
      account: snowflake.account,
      roles: snowflakeAliases.map((alias) => ({
        name: callers.snowflake.roles[alias],
        privileges: accountPrivileges[alias],
      })),
    },
  };
}
