import { existsSync } from "node:fs";
import { join } from "node:path";
import { physicalName } from "../constructs/support/names.ts";
import type { Environment } from "../environments/environment.ts";
import { type Layer, layers } from "../environments/layers.ts";
import { placeholders } from "../environments/placeholders.ts";
import { TerraformUnusable } from "../rehearsal/terraform.ts";
import { usableTerraform } from "../tools/cdktf/usable-terraform.ts";
import { accountFindings, simulatedFindings } from "./account-findings.ts";
import { artifactFindings, simulatedArtifactFindings } from "./artifact-findings.ts";
import { awsCli } from "./aws-cli.ts";

export interface Finding {
  readonly item: string;
  /** `unknown`: could not be looked at, because something before it is missing. */
  readonly state: "ok" | "missing" | "unknown";
  readonly found: string;
  readonly remedy?: string;
  /** Layers whose deploy waits for it; where it is left out, none does. */
  readonly before?: readonly Layer[];
}

/** What keeps layers from being deployed now: what they wait for and is not known to be there. */
export function obstacles(found: readonly Finding[], to: readonly Layer[]): Finding[] {
  return found.filter(({ state, before = [] }) => state !== "ok" && before.some((layer) => to.includes(layer)));
}

const root = join(import.meta.dirname, "..");

/** What an environment's deploy needs, and whether it is there. A simulated environment needs nothing but the tools. */
export async function findings(
  environment: Environment,
  env: NodeJS.ProcessEnv,
  report: (line: string) => void,
): Promise<Finding[]> {
  const tools = beforeAll(await toolFindings(env));
  if (environment.cloud === "simulated")
    return [...tools, ...simulatedFindings(environment), ...simulatedArtifactFindings(environment)];
  const open = beforeAll(placeholderFindings(environment));
  if (open.length === 0) report("Asking AWS who calls and which secrets are empty");
  const identity =
    open.length > 0
      ? unlooked("AWS identity", "the account is not named yet")
      : await identityFinding(environment, env);
  const accounts = await accountFindings(environment, identity, env);
  const secrets = await secretFindings(environment, identity, env);
  const artifacts = await artifactFindings(environment, identity, env);
  return [
    ...tools,
    ...open,
    providerLockFinding(environment),
    ...beforeAll([identity]),
    ...accounts,
    ...secrets,
    ...artifacts,
  ];
}

function beforeAll(found: readonly Finding[]): Finding[] {
  return found.map((finding) => ({ ...finding, before: layers }));
}

async function toolFindings(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const node: Finding = { item: "Node", state: "ok", found: process.versions.node };
  try {
    return [node, { item: "Terraform", state: "ok", found: await usableTerraform(env) }];
  } catch (error) {
    if (!(error instanceof TerraformUnusable)) throw error;
    return [
      node,
      {
        item: "Terraform",
        state: "missing",
        found: error.message,
        remedy: "Install Terraform 1.11 or newer and put it first on PATH",
      },
    ];
  }
}

function placeholderFindings(environment: Environment): Finding[] {
  return placeholders(environment).map(({ path, value, remedy }) => ({
    item: path,
    state: "missing",
    found: `${value} is a placeholder`,
    remedy: `${remedy} in environments/${environment.name}.ts`,
  }));
}

/** A deploy insists on it where the protection does: see tools/cdktf/gate.ts. */
function providerLockFinding({ protection }: Environment): Finding {
  const item = "provider lock";
  if (existsSync(join(root, "providers.lock.hcl"))) return { item, state: "ok", found: "providers.lock.hcl" };
  return {
    item,
    state: "missing",
    found: "providers.lock.hcl is not there",
    remedy: "npx plinth lock, where a registry can be reached; then commit the file",
    ...(protection === "locked" && { before: layers }),
  };
}

async function identityFinding({ aws, name }: Environment, env: NodeJS.ProcessEnv): Promise<Finding> {
  const item = "AWS identity";
  const { answer, problem } = await awsCli(["sts", "get-caller-identity"], env);
  if (problem)
    return {
      item,
      state: "missing",
      found: problem,
      remedy: `Sign in to account ${aws.accountId}: aws sso login, or AWS_PROFILE`,
    };
  const account = answer?.Account;
  if (account === aws.accountId) return { item, state: "ok", found: String(answer?.Arn) };
  return {
    item,
    state: "missing",
    found: `signed in to account ${account}`,
    remedy: `Sign in to ${aws.accountId}, the account of ${name}`,
  };
}

async function secretFindings(environment: Environment, identity: Finding, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const secrets = Object.entries(environment.secrets);
  if (identity.state !== "ok")
    return secrets.map(([name]) => unlooked(`secret ${name}`, "there is no AWS identity to look with"));
  return await Promise.all(secrets.map(([name, { owner }]) => secretFinding(environment, name, owner, env)));
}

async function secretFinding(
  environment: Environment,
  name: string,
  owner: string,
  env: NodeJS.ProcessEnv,
): Promise<Finding> {
  const item = `secret ${name}`;
  const id = physicalName("secret", environment, owner, name);
  const { region } = environment.aws;
  const { answer, problem } = await awsCli(
    ["secretsmanager", "describe-secret", "--secret-id", id, "--region", region],
    env,
  );
  if (problem?.includes("ResourceNotFoundException"))
    return unlooked(item, `${id} does not exist before the first deploy of the foundation`);
  if (problem)
    return {
      item,
      state: "missing",
      found: problem,
      remedy: "Allow this identity to describe the environment's secrets",
    };
  if (Object.keys(Object(answer?.VersionIdsToStages)).length > 0)
    return { item, state: "ok", found: `${id} has a value` };
  return {
    item,
    state: "missing",
    found: `${id} is empty`,
    remedy: `aws secretsmanager put-secret-value --secret-id ${id} --region ${region} --secret-string file:///dev/stdin`,
  };
}

function unlooked(item: string, why: string): Finding {
  return { item, state: "unknown", found: `not looked at: ${why}` };
}
