import { asksForValue, type PolicyStatement } from "./policy-document.ts";

/** The issuer that every repository of GitHub shares: without a condition of whose it is, any of them signs in. */
const issuer = "token.actions.githubusercontent.com";

const whole = /^[^*?]+$/;
const ofOwner = /^[^*?/]+\//;

/** Claims that say whose workflow it is, and when they do (IAM user guide, "Configuring a role for GitHub OIDC identity provider"; GitHub documentation, "OpenID Connect reference"). */
const claims: ReadonlyMap<string, RegExp> = new Map([
  [
    "sub",
    /^([^*?]*:)?((repo|repository|job_workflow_ref|workflow_ref):[^*?/]+\/|(repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^*?:]+(:|$))/,
  ],
  ["repository", ofOwner],
  ["job_workflow_ref", ofOwner],
  ["repository_owner", whole],
  ["repository_owner_id", whole],
  ["repository_id", whole],
  ["enterprise_id", whole],
  ["actor", whole],
  ["actor_id", whole],
]);

/** Whether a trust admits the workflows of every repository of GitHub. */
export function admitsAnyWorkflow({ principals, conditions }: PolicyStatement): boolean {
  // Where the provider is made in the same plan, its ARN is a reference, and the conditions tell whose it is.
  const asked = [...conditions.keys()].some((key) => key.includes(` ${issuer}:`));
  const federated = principals.filter((name) => name.startsWith("Federated:"));
  if (!federated.some((name) => name.endsWith(`/${issuer}`) || asked)) return false;
  return ![...conditions].some(([key, values]) => namesOwner(key, values));
}

function namesOwner(key: string, values: readonly string[]): boolean {
  const [operator = "", name = ""] = key.split(" ");
  if (!asksForValue(operator) || !name.startsWith(`${issuer}:`)) return false;
  const claim = claims.get(name.slice(issuer.length + 1));
  // A reference stands for a name, whatever it comes to.
  const written = values.map((value) => value.replaceAll(/\$\{[^}]*\}/g, "a/a"));
  return claim !== undefined && written.length > 0 && written.every((value) => claim.test(value));
}
