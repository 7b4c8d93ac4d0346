import { existsSync } from "node:fs";
import { join } from "node:path";
import { callersOf } from "../environments/callers.ts";
import type { Environment } from "../environments/environment.ts";
import { homeFolders, simulatedHome } from "../environments/home.ts";
import { type Layer, layers, stackName, waves } from "../environments/layers.ts";
import { deployedObjects } from "../rehearsal/deployed.ts";
import { stateBucket } from "../stacks/state.ts";
import { awsCli } from "./aws-cli.ts";
import type { Finding } from "./findings.ts";

/** What a bootstrap leaves in the two accounts, and which layers stand on it. */
export async function accountFindings(
  environment: Environment,
  identity: Finding,
  env: NodeJS.ProcessEnv,
): Promise<Finding[]> {
  if (identity.state !== "ok") {
    const items = { "state bucket": layers, "plan role": [], "deploy role": layers };
    const unseen = Object.entries(items).map(([item, before]) => ({ ...unlooked(item, unsigned), before }));
    const unseenLayers = layers.map((layer) => ofLayer(layer, unlooked(stackName(environment.name, layer), unsigned)));
    return [...unseen, snowflakeFinding(environment, env), ...unseenLayers];
  }
  const bucket = await bucketFinding(environment, env);
  const roles = await Promise.all((["plan", "deploy"] as const).map((use) => roleFinding(environment, use, env)));
  const standing = await Promise.all(layers.map((layer) => layerFinding(environment, layer, bucket, env)));
  return [bucket, ...roles, snowflakeFinding(environment, env), ...standing];
}

const unsigned = "there is no AWS identity to look with";

/** Layers of later waves wait for a layer: they read what it hands over. */
function ofLayer(layer: Layer, finding: Finding): Finding {
  const own = waves.findIndex((wave) => wave.includes(layer));
  return { ...finding, before: waves.slice(own + 1).flat() };
}

/** A simulated home says the same by its files. The quick start makes the roles by itself, so nothing here is missing. */
export function simulatedFindings(environment: Environment): Finding[] {
  const home = homeFolders(simulatedHome(environment.name));
  const callers = callersOf(environment);
  const wanted = [...Object.values(callers.aws), ...Object.values(callers.snowflake.roles)];
  const standing = ["aws_iam_role", "snowflake_account_role"].flatMap((type) =>
    deployedObjects(home.cloud, type).map(({ values }) => values.name),
  );
  const absent = wanted.filter((name) => !standing.includes(name));
  const remedy = `npx plinth bootstrap ${environment.name}`;
  const bootstrap: Finding =
    absent.length === 0
      ? { item: "bootstrap", state: "ok", found: `${wanted.join(", ")} stand` }
      : { item: "bootstrap", state: "unknown", found: "not done; a deploy puts stand-ins in place", remedy };
  const stacks = layers.map((layer) => {
    const stack = stackName(environment.name, layer);
    return ofLayer(layer, standingOf(environment, stack, existsSync(join(home.state, `${stack}.tfstate`))));
  });
  return [bootstrap, ...stacks];
}

async function bucketFinding(environment: Environment, env: NodeJS.ProcessEnv): Promise<Finding> {
  const item = "state bucket";
  const bucket = stateBucket(environment);
  const { problem } = await awsCli(["s3api", "get-bucket-location", "--bucket", bucket], env);
  if (problem === undefined) return { item, state: "ok", found: bucket, before: layers };
  const remedy = `npx plinth bootstrap ${environment.name}, signed in as an administrator of both accounts`;
  const missing = { item, state: "missing", before: layers } as const;
  if (/NoSuchBucket|404/.test(problem)) return { ...missing, found: `${bucket} does not exist`, remedy };
  return { ...missing, found: problem, remedy: "Allow this identity to see the state bucket" };
}

async function roleFinding(environment: Environment, use: "plan" | "deploy", env: NodeJS.ProcessEnv): Promise<Finding> {
  const item = `${use} role`;
  const arn = `arn:aws:iam::${environment.aws.accountId}:role/${callersOf(environment).aws[use]}`;
  const session = ["--role-session-name", "plinth-check", "--duration-seconds", "900"];
  // Only whether there is an answer is kept: it holds credentials.
  const { problem } = await awsCli(["sts", "assume-role", "--role-arn", arn, ...session], env);
  if (problem === undefined) return { item, state: "ok", found: `${arn} can be assumed` };
  const remedy = `npx plinth bootstrap ${environment.name}, with this identity's role in ci.administrators of environments/${environment.name}.ts`;
  const before = use === "deploy" ? layers : [];
  return { item, state: "missing", found: `${arn} cannot be assumed: ${problem}`, remedy, before };
}

function snowflakeFinding(environment: Environment, env: NodeJS.ProcessEnv): Finding {
  const item = "Snowflake login";
  const { deploy } = callersOf(environment).snowflake.users;
  if (env.SNOWFLAKE_PRIVATE_KEY) return { item, state: "ok", found: "SNOWFLAKE_PRIVATE_KEY is set; not tried" };
  return {
    item,
    state: "missing",
    before: ["data"],
    found: `SNOWFLAKE_PRIVATE_KEY, the key of ${deploy}, is not set`,
    remedy: `openssl genrsa 2048 | openssl pkcs8 -topk8 -nocrypt -out key.p8; ALTER USER ${deploy} SET RSA_PUBLIC_KEY = '<its public key>'; export SNOWFLAKE_PRIVATE_KEY="$(cat key.p8)"`,
  };
}

async function layerFinding(
  environment: Environment,
  layer: Layer,
  bucket: Finding,
  env: NodeJS.ProcessEnv,
): Promise<Finding> {
  const stack = stackName(environment.name, layer);
  if (bucket.state !== "ok") return ofLayer(layer, unlooked(stack, "there is no state bucket"));
  const key = `${environment.name}/${stack}.tfstate`;
  const { problem } = await awsCli(["s3api", "head-object", "--bucket", bucket.found, "--key", key], env);
  return ofLayer(layer, standingOf(environment, stack, problem === undefined));
}

/** A layer that does not stand is what comes next, not what is missing. */
function standingOf({ name }: Environment, stack: string, stands: boolean): Finding {
  if (stands) return { item: stack, state: "ok", found: "has a state" };
  return { item: stack, state: "unknown", found: "not deployed yet", remedy: `npx cdktf deploy ${name}` };
}

function unlooked(item: string, why: string): Finding {
  return { item, state: "unknown", found: `not looked at: ${why}` };
}
