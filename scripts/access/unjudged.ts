import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Stack } from "./stacks.ts";

/** Resources that give access in ways that access does not follow. */
const types =
  /^(aws_(iam_(group|user)(_policy)?(_attachment)?|iam_policy_attachment|kms_grant|s3_access_point|s3_bucket_acl)|snowflake_(database_role|execute|grant_application_role|grant_database_role|grant_privileges_to_(database_role|share)|secondary_database|share))$/;

/** Keys of resources that do so. */
const keys = [
  "all_privileges",
  "all_schemas_in_database",
  "future_schemas_in_database",
  "inline_policy",
  "managed_policy_arns",
];

/** A review that left something out would be worse than none: throws a {@link ConfigurationError} that names what it cannot judge. */
export function refuseUnjudged(stacks: ReadonlyMap<string, Stack>): void {
  const found = [...stacks].flatMap(([stack, { resource }]) =>
    Object.entries(Object(resource)).flatMap(([type, byId]) =>
      Object.entries(Object(byId)).flatMap(([id, body]) => {
        const why = types.test(type) ? type : keys.find((key) => uses(body, key));
        return why === undefined ? [] : [problem(stack, `${type}.${id}`, why)];
      }),
    ),
  );
  if (found.length > 0) throw new ConfigurationError(found);
}

function uses(value: unknown, key: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, inner]) => (name === key && inner !== false) || uses(inner, key));
}

function problem(stack: string, address: string, why: string): string {
  return `stack ${stack}: ${address} gives access by ${why}, which plinth access does not follow. Grant it otherwise, or teach scripts/access to judge it.`;
}
