import { Argument, Command } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import { changeKey, type Goal, type KeyChange } from "./keys/change-key.ts";
import { RealKeys } from "./keys/real-keys.ts";
import { SimulatedKeys } from "./keys/simulated-keys.ts";
import { homeOf } from "./stack-places.ts";

interface Options {
  readonly home?: string;
  readonly json?: boolean;
}

const goals: readonly Goal[] = ["init", "rotate"];

export function keysCommand(done: (code: number) => void): Command {
  return new Command("keys")
    .description(
      "Keys of Snowflake's service users: the public half in a slot of the user, the private half in Secrets Manager and nowhere else. Ended halfway, run it again",
    )
    .addArgument(new Argument("<change>", "init makes a user's first key, rotate a new one").choices(goals))
    .argument("<environment>", "for instance prod")
    .argument("<user>", "by its name in warehouse.users, for instance PUBLISHER")
    .option("--home <folder>", "the folder of a rehearsal that was kept (default: the environment's own cloud)")
    .option("--json", "print the result as JSON")
    .action(async (goal: Goal, name: string, user: string, options: Options) => {
      const environment = await loadEnvironment(name);
      const home = homeOf(environment, options.home);
      const place =
        home === undefined ? new RealKeys(environment, user, process.env) : new SimulatedKeys(environment, user, home);
      const result = await changeKey(goal, place, (line) => console.error(`${user}: ${line}`));
      if (options.json) console.log(JSON.stringify({ environment: name, user, ...result }, null, 2));
      else console.log(verdict(user, result));
      done(0);
    });
}

function verdict(user: string, { done, slot, fingerprint }: KeyChange): string {
  const what = {
    made: "has a new key",
    finished: "has a new key: the earlier change is finished",
    kept: "keeps its key",
  };
  return `${user} ${what[done]}, in slot ${slot}: ${fingerprint}.`;
}
