import type { Statement } from "../../constructs/support/policy.ts";

/**
 * The statements of a policy as IAM would read them. Terraform's expressions stay, in single quotes: with their own, the
 * text is JSON only once Terraform has evaluated them.
 */
export function statements(policy: string | undefined): Statement[] {
  const text = (policy ?? "").replaceAll(/\$\{[^}]*\}/g, (expression) => expression.replaceAll('"', "'"));
  return JSON.parse(text).Statement;
}

/** The one statement with a name. */
export function statement(policy: string | undefined, sid: string): Statement {
  const found = statements(policy).find((candidate) => candidate.Sid === sid);
  if (found === undefined) throw new Error(`no statement ${sid} in ${policy}`);
  return found;
}
