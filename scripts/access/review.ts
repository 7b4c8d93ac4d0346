import { snowflakePrefix } from "../../environments/callers.ts";
import type { Environment } from "../../environments/environment.ts";
import { type Answer, answer } from "./answer.ts";
import { AwsAccess } from "./aws-access.ts";
import { kafkaAnswers } from "./kafka-answers.ts";
import { snowflakeAnswers } from "./snowflake-answers.ts";
import { accessStacks, type Stack } from "./stacks.ts";
import { bucketAnswers, secretAnswers } from "./storage-answers.ts";
import { refuseUnjudged } from "./unjudged.ts";

export interface Review {
  readonly answers: readonly Answer[];
  /** Everyone whose access was looked at, also who has none. */
  readonly roles: readonly string[];
  /** AWS's own policies on our roles, which stand in no stack and are not opened. */
  readonly unopened: readonly string[];
}

export async function reviewOf(environment: Environment): Promise<Review> {
  return reviewOfStacks(environment, await accessStacks(environment));
}

/** Who can do what once these stacks are deployed. Names are without what all names of the environment start with, so that environments compare. */
export function reviewOfStacks(environment: Environment, stacks: ReadonlyMap<string, Stack>): Review {
  refuseUnjudged(stacks);
  const aws = new AwsAccess(stacks, environment);
  const prefix = snowflakePrefix(environment);
  const snowflake = snowflakeAnswers([...stacks.values()]).filter((each) => isOurs(each, prefix));
  const named = [...kafkaAnswers(aws), ...bucketAnswers(aws), ...secretAnswers(aws), ...snowflake];
  const answers = named.map((each) => withShortNames(each, environment));
  const roles = [...aws.roles.keys()].map((name) => shortName(name, environment));
  const holders = answers.flatMap(({ who }) => Object.values(who).flatMap((held) => held ?? []));
  return {
    answers,
    roles: [...new Set([...roles, ...holders])].sort(),
    unopened: aws.unopened.map((each) => shortName(each, environment)),
  };
}

/** Users of the environment's neighbors in a shared Snowflake account count when they take a role of ours. */
function isOurs({ object, who }: Answer, prefix: string): boolean {
  return (
    !object.startsWith("user ") ||
    [object.slice("user ".length), ...(who.takes ?? [])].some((name) => name.startsWith(prefix))
  );
}

function withShortNames({ object, who }: Answer, environment: Environment): Answer {
  const names = Object.entries(who).map(([right, held]) => [
    right,
    (held ?? []).map((name) => shortName(name, environment)),
  ]);
  return answer(shortName(object, environment), Object.fromEntries(names));
}

function shortName(name: string, environment: Environment): string {
  const prefix = snowflakePrefix(environment);
  return name
    .replaceAll(`${environment.platform}-${environment.name}-`, "")
    .replaceAll(environment.aws.accountId, "<account>")
    .replace(new RegExp(`(^|[ ])${prefix}`), "$1");
}
