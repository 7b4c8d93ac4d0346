import { resolve } from "node:path";
import { Command } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import { type Pushed, pushArtifacts } from "./artifacts/push.ts";
import { homeOf } from "./stack-places.ts";

interface Options {
  readonly home?: string;
  readonly json?: boolean;
}

export function artifactsCommand(done: (code: number) => void): Command {
  const push = new Command("push")
    .description(
      "Puts the archives of connectors where the environment looks for them, each checked against its declared SHA-256; again changes nothing",
    )
    .argument("<environment>", "for instance prod")
    .argument("<archives...>", "ZIP files on this machine: nothing is fetched")
    .option("--home <folder>", "the folder of a rehearsal that was kept (default: the environment's own cloud)")
    .option("--json", "print the result as JSON")
    .action(async (name: string, files: string[], options: Options) => {
      const environment = await loadEnvironment(name);
      const home = homeOf(environment, options.home && resolve(options.home));
      const pushed = await pushArtifacts(environment, files, home, process.env, (line) => console.error(line));
      console.log(
        options.json ? JSON.stringify({ environment: name, pushed }, null, 2) : pushed.map(sentence).join("\n"),
      );
      done(0);
    });
  // Images are not pushed here: docker builds and pushes them, and their digest is written in the environment.
  return new Command("artifacts")
    .description(
      "Archives that the platform runs and does not make: connectors. Images go by docker buildx build --push",
    )
    .addCommand(push);
}

function sentence({ file, place, was }: Pushed): string {
  return was === "there" ? `${place} is there already, as in ${file}.` : `${file} is now ${place}.`;
}
