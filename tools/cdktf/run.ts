import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { accountsOf } from "../../environments/accounts.ts";
import { artifactsOf } from "../../environments/artifacts.ts";
import { callerSettings } from "../../environments/callers.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import type { Environment } from "../../environments/environment.ts";
import { homeFolders, simulatedHome } from "../../environments/home.ts";
import { stackNames } from "../../environments/layers.ts";
import { standInForArtifacts } from "../../rehearsal/artifacts.ts";
import { bootstrapAccounts } from "../../rehearsal/bootstrap.ts";
import { removeEmptyHome } from "../../rehearsal/home.ts";
import { rehearsalEnvironment } from "../../rehearsal/terraform.ts";
import { prepareStackFolder } from "../../rehearsal/working-folder.ts";
import { type Call, readCall } from "./arguments.ts";
import { callsOf } from "./calls.ts";
import { checked } from "./checked.ts";
import { lockEnvironment } from "./deploy-lock.ts";
import { engine } from "./engine.ts";
import { gate } from "./gate.ts";
import { mistake } from "./mistake.ts";
import { type Target, targetsOf } from "./targets.ts";
import { usableTerraform } from "./usable-terraform.ts";

const root = join(import.meta.dirname, "../..");
const outFolder = join(root, "cdktf.out");
const providerLock = join(root, "providers.lock.hcl");

/** Verbs that work on stacks; every other is the engine's own business and passes unchanged. */
const stackVerbs = ["list", "ls", "synth", "synthesize", "diff", "plan", "deploy", "apply", "destroy", "output"];
/** Verbs that only read the declaration. */
const withoutTerraform = ["list", "synth"];
/** Other names the engine has for its verbs. */
const aliases: Readonly<Record<string, string>> = { ls: "list", synthesize: "synth", plan: "diff", apply: "deploy" };

/** The `cdktf` command: environments' names for stacks, one output folder and one lock an environment, simulated providers where they belong. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    const call = readCall(argv);
    const asksForHelp = call.flags.some((flag) => ["--help", "-h", "--version"].includes(flag));
    if (!call.verb || asksForHelp || !stackVerbs.includes(call.verb)) return await engine(argv, process.env);
    const verb = aliases[call.verb] ?? call.verb;
    for (const target of targetsFor(verb, call)) {
      const code = await runFor(verb, target, call.flags);
      if (code !== 0) return code;
    }
    return 0;
  } catch (error) {
    for (const problem of mistake(error)) console.error(problem);
    return 1;
  }
}

function targetsFor(verb: string, call: Call): Target[] {
  if (call.targets.length > 0) return targetsOf(call.targets);
  throw new ConfigurationError([
    `cdktf ${verb}: no environment is named; it must say which. Write it like "npx cdktf ${verb} local".`,
  ]);
}

async function runFor(verb: string, target: Target, flags: readonly string[]): Promise<number> {
  const environment = await loadEnvironment(target.environment);
  for (const warning of gate(verb, environment, relative(root, providerLock))) console.error(warning);
  if (!withoutTerraform.includes(verb)) await usableTerraform(process.env);
  const release = lockEnvironment(environment.name, join(outFolder, environment.name), `${verb} ${environment.name}`);
  try {
    return await underLock(verb, environment, target.stacks, flags);
  } finally {
    release();
  }
}

async function underLock(
  verb: string,
  environment: Environment,
  stacks: readonly string[],
  flags: readonly string[],
): Promise<number> {
  const out = join(outFolder, environment.name);
  const env = prepare(verb, environment, out);
  const simulated = environment.cloud === "simulated";
  const approval = simulated && ["deploy", "destroy"].includes(verb) ? ["--auto-approve"] : [];
  for (const call of callsOf(verb, environment, stacks)) {
    const words = call.filter((word) => !flags.includes(word));
    if (verb === "deploy" && !simulated) {
      const lacking = await checked(environment.name, words, process.env);
      if (lacking !== 0) return lacking;
    }
    console.error(`cdktf ${words.join(" ")}`);
    const code = await engine([...words, ...flags, ...approval], env);
    if (code !== 0) return failed(words, code);
  }
  if (simulated && verb === "destroy") removeEmptyHome(simulatedHome(environment.name));
  return 0;
}

function failed(words: readonly string[], code: number): number {
  console.error(
    `cdktf ${words.join(" ")} did not end well. What was done is recorded; correct the error above and run it again.`,
  );
  return code;
}

/** Puts in place what the stack folders need before the engine looks, and says what its processes may know. */
function prepare(verb: string, environment: Environment, out: string): NodeJS.ProcessEnv {
  mkdirSync(out, { recursive: true });
  const folders = stackNames(environment.name).map((stack) => join(out, "stacks", stack));
  const settings = {
    PLINTH_ENVIRONMENTS: environment.name,
    ...callerSettings(verb === "diff" ? "plan" : "deploy"),
    CDKTF_OUTPUT: relative(root, out),
  };
  if (environment.cloud === "real") {
    for (const folder of folders) placeProviderLock(folder);
    // The plan role writes nothing, so no lock file either.
    const unlocked = verb === "diff" ? { TF_CLI_ARGS_plan: "-lock=false" } : {};
    return { ...process.env, ...settings, ...unlocked };
  }
  const home = simulatedHome(environment.name);
  bootstrapAccounts(homeFolders(home).cloud, accountsOf(environment));
  standInForArtifacts(homeFolders(home).cloud, artifactsOf(environment));
  for (const folder of folders) {
    prepareStackFolder(folder, {
      cloudDir: homeFolders(home).cloud,
      providers: ["aws", "snowflake", "kubernetes", "helm"],
    });
  }
  // The engine would keep providers for every project of this user: a simulated one must not be found by a real deploy.
  return { ...rehearsalEnvironment(process.env, home), ...settings, CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1" };
}

function placeProviderLock(folder: string): void {
  if (!existsSync(providerLock)) return;
  mkdirSync(folder, { recursive: true });
  copyFileSync(providerLock, join(folder, ".terraform.lock.hcl"));
}
