import Table from "cli-table3";
import { Command } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import { addFaultOptions, type FaultOptions, faultsOf } from "./fault-options.ts";
import { interruptible } from "./interruption.ts";
import { type Rehearsal, rehearse } from "./rehearsal.ts";

interface Options extends FaultOptions {
  readonly keep?: string;
  readonly as?: string;
  readonly unpushed?: boolean;
  readonly json?: boolean;
}

export function rehearseCommand(done: (code: number) => void): Command {
  const command = new Command("rehearse")
    .description(
      "Applies an environment with real Terraform in a simulated cloud: no account, no credentials, no network",
    )
    .argument("<environment>", "for instance prod")
    .option(
      "--keep <folder>",
      "make the simulated cloud and the state there, or go on with those there (default: a folder that is thrown away)",
    )
    .option("--as <environment>", "call with the accounts of another environment, to see that they are refused")
    .option("--unpushed", "take no artifact as pushed that is not in the simulated cloud: see plinth artifacts")
    .option("--json", "print the result as JSON");
  return addFaultOptions(command).action(async (name: string, options: Options) => {
    const faults = faultsOf(options);
    const environment = await loadEnvironment(name);
    const caller = options.as ? await loadEnvironment(options.as) : environment;
    const report = options.json ? () => {} : (line: string) => console.error(line);
    const result = await interruptible((signal) =>
      rehearse(environment, {
        caller,
        folder: options.keep,
        faults,
        unpushed: options.unpushed === true,
        signal,
        report,
      }),
    );
    console.log(options.json ? JSON.stringify(result, null, 2) : summary(name, result));
    done(result.succeeded ? 0 : 1);
  });
}

function summary(name: string, result: Rehearsal): string {
  const table = new Table({
    head: ["stack", "resources", "added", "changed", "destroyed", "init s", "plan s", "apply s"],
    style: { head: [], border: [] },
  });
  for (const { stack, resources, added, changed, destroyed, seconds } of result.stacks) {
    const times = [seconds.init, seconds.plan, seconds.apply].map((time) => time.toFixed(1));
    table.push([stack, resources, added, changed, destroyed, ...times]);
  }
  const total = result.stacks.reduce((sum, stack) => sum + stack.resources, 0);
  const problems = result.stacks.flatMap(({ stack, problems }) => problems.map((problem) => `${stack}: ${problem}`));
  const { synth, total: seconds } = result.seconds;
  const verdict = result.succeeded ? "stands in a simulated cloud" : "does not stand";
  return [
    table.toString(),
    ...problems,
    ...result.faults.map(({ fault, met }) => `fault ${fault}: met by ${met} calls`),
    `${name} ${verdict}: ${total} resources in ${seconds.toFixed(1)} s (synthesis ${synth.toFixed(1)} s).`,
    ...(result.folder ? [`Kept in ${result.folder}.`] : []),
  ].join("\n");
}
