import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { ConfigurationError } from "../constructs/support/errors.ts";
import type { Homes } from "../environments/accounts.ts";
import type { Environment } from "../environments/environment.ts";
import { placeholders } from "../environments/placeholders.ts";
import { terraform } from "../rehearsal/terraform.ts";
import { AccountStack } from "../stacks/account-stack.ts";
import { newApp } from "../stacks/engine.ts";
import { bucketState, folderState, type StateStore, stateBucket } from "../stacks/state.ts";
import { StateStack } from "../stacks/state-stack.ts";
import { awsCli } from "./aws-cli.ts";
import { moveState, waitsForMove } from "./state-move.ts";

const root = join(import.meta.dirname, "..");
const localStates = join(root, ".plinth", "bootstrap");

type App = ReturnType<typeof newApp>;

export interface RealBootstrap {
  readonly environment: Environment;
  readonly homes: Homes;
  readonly env: NodeJS.ProcessEnv;
  readonly report: (line: string) => void;
  /** Asked with a stack's name when its plan has been shown. */
  readonly confirm: (stack: string) => Promise<boolean>;
}

/** The account's state stack, first with its state on this machine, then with it in its own bucket; then Snowflake's. */
export async function bootstrapReal(wishes: RealBootstrap): Promise<void> {
  const { environment, homes, env } = wishes;
  refusePlaceholders(environment);
  const build = (app: App, state: StateStore) => void new StateStack(app, homes.aws, state);
  const { stack } = homes.aws;
  const localState = join(localStates, `${stack}.tfstate`);
  const inBucket = bucketState(environment, "state");
  if (waitsForMove(localState) || !(await bucketStands(environment, env))) {
    mkdirSync(localStates, { recursive: true });
    const local = synthesize(stack, (app) => build(app, folderState(localStates)));
    await initAndApply(stack, local, wishes);
    const cwd = synthesize(stack, (app) => build(app, inBucket));
    await moveState({ ...wishes, cwd, localState });
  } else {
    const cwd = synthesize(stack, (app) => build(app, inBucket));
    await initAndApply(stack, cwd, wishes);
  }
  // Environments in different AWS accounts may share a Snowflake account: its state lies with the first of them.
  const keeper = homes.snowflake.environments[0] ?? environment;
  const account = homes.snowflake.stack;
  const folder = synthesize(account, (app) => {
    new AccountStack(app, homes.snowflake, bucketState(keeper, "account"));
  });
  await initAndApply(account, folder, wishes);
}

function refusePlaceholders(environment: Environment): void {
  const open = placeholders(environment).filter(({ path }) => !path.startsWith("jobs."));
  if (open.length === 0) return;
  throw new ConfigurationError(
    open.map(
      ({ path, value, remedy }) =>
        `environments/${environment.name}.ts: ${path} is ${JSON.stringify(value)}; it is a placeholder, and no account is called by one. ${remedy}.`,
    ),
  );
}

export async function bucketStands(environment: Environment, env: NodeJS.ProcessEnv): Promise<boolean> {
  const bucket = stateBucket(environment);
  const { problem } = await awsCli(["s3api", "head-bucket", "--bucket", bucket], env);
  if (problem === undefined || problem.includes("not JSON")) return true;
  if (/404|Not Found/.test(problem)) return false;
  throw new ConfigurationError([
    `${bucket}: it cannot be told whether the state bucket exists (${problem}). Sign in to account ${environment.aws.accountId} as an administrator.`,
  ]);
}

/** Writes a stack into the output folder of its own; answers its working folder, which keeps what Terraform left there. */
function synthesize(stack: string, build: (app: App) => void): string {
  const outdir = join(root, "cdktf.out", stack);
  mkdirSync(outdir, { recursive: true });
  const app = newApp(outdir);
  build(app);
  app.synth();
  const folder = join(outdir, "stacks", stack);
  const lock = join(root, "providers.lock.hcl");
  if (existsSync(lock)) copyFileSync(lock, join(folder, ".terraform.lock.hcl"));
  return folder;
}

async function initAndApply(stack: string, cwd: string, { env, report, confirm }: RealBootstrap): Promise<void> {
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await terraform(args, { cwd, env, onLine: report });
    if (code === 0) return;
    throw new ConfigurationError([
      `${stack}: terraform ${args[0]} failed in ${relative(root, cwd)}; what it made stays in the state. Correct the cause and run the command again. Terraform said: ${(stderr || stdout).trim().replaceAll(/\s+/g, " ").slice(0, 600)}`,
    ]);
  };
  await run("init", "-input=false", "-no-color");
  await run("plan", "-input=false", "-no-color", "-out=bootstrap.tfplan");
  if (!(await confirm(stack))) {
    throw new ConfigurationError([
      `${stack}: the plan was not approved; nothing of it is applied. Run the command again, or with --yes where nobody can be asked.`,
    ]);
  }
  await run("apply", "-input=false", "-no-color", "bootstrap.tfplan");
}
