import { Command } from "commander";
import { homesOf } from "../environments/accounts.ts";
import { loadEnvironment } from "../environments/catalog.ts";
import { simulatedHome } from "../environments/home.ts";
import { usableTerraform } from "../tools/cdktf/usable-terraform.ts";
import { bootstrapReal } from "./bootstrap-real.ts";
import { asked } from "./confirmation.ts";
import { interruptible } from "./interruption.ts";
import { applyAccounts } from "./rehearsed-accounts.ts";

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function bootstrapCommand(done: (code: number) => void): Command {
  return new Command("bootstrap")
    .description(
      "Prepares an environment's two accounts, as their administrator: state bucket, roles, Snowflake users, roles and policies",
    )
    .argument("<environment>", "for instance prod")
    .option("--yes", "apply each plan without asking")
    .option("--json", "print the result as JSON")
    .action(async (name: string, options: Options) => {
      const environment = await loadEnvironment(name);
      await usableTerraform(process.env);
      const homes = await homesOf(environment);
      const report = (line: string) => console.error(line);
      const stacks = [homes.aws.stack, homes.snowflake.stack];
      let problems: string[] = [];
      if (environment.cloud === "simulated") {
        const outcomes = await interruptible((signal) => applyAccounts(homes, simulatedHome(name), signal, report));
        problems = outcomes.flatMap((outcome) => outcome.problems.map((problem) => `${outcome.stack}: ${problem}`));
      } else {
        await bootstrapReal({ environment, homes, env: process.env, report, confirm: confirmer(options.yes) });
      }
      if (options.json) console.log(JSON.stringify({ environment: name, stacks, problems }, null, 2));
      else console.log([...problems, verdict(name, stacks, problems)].join("\n"));
      done(problems.length === 0 ? 0 : 1);
    });
}

function verdict(name: string, stacks: readonly string[], problems: readonly string[]): string {
  if (problems.length > 0) return `${name} is not bootstrapped.`;
  return `${name} is bootstrapped: ${stacks.join(" and ")} stand. Next: npx plinth check ${name}`;
}

function confirmer(yes: boolean | undefined): (stack: string) => Promise<boolean> {
  return async (stack) => yes === true || (await asked(`Apply this plan of ${stack}?`)) === true;
}
