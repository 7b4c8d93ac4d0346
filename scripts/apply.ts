import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { loadEnvironment } from "../environments/catalog.ts";
import type { Environment } from "../environments/environment.ts";
import { type Layer, layers } from "../environments/layers.ts";
import { lockEnvironment } from "../tools/cdktf/deploy-lock.ts";
import { gate } from "../tools/cdktf/gate.ts";
import { checkBundle } from "./apply/checks.ts";
import { askedAtTerminal, consent } from "./apply/consent.ts";
import { applyBundle } from "./apply/course.ts";
import { shownBundle } from "./apply/shown.ts";
import { hasFailed, type StackResult } from "./apply/stack.ts";
import { readBundle } from "./bundle/read.ts";
import { Refused } from "./bundle/refused.ts";
import { surroundingsOf } from "./bundle/surroundings.ts";
import { interruptible } from "./interruption.ts";
import { homeOf, stackPlaces } from "./stack-places.ts";

interface Options {
  readonly plan: string;
  readonly approved?: string;
  readonly only?: readonly Layer[];
  readonly home?: string;
  readonly json?: boolean;
}

interface Result {
  readonly environment: string;
  readonly bundle: string;
  readonly stacks: readonly StackResult[];
}

const root = join(import.meta.dirname, "..");

export function applyCommand(done: (code: number) => void): Command {
  const only = new Option("--only <layer...>", "only these layers; the others of the bundle stay for another run");
  return new Command("apply")
    .description(
      "Applies exactly what was reviewed; exit code 3 if that is not possible any more, 2 if a guardrail forbids it",
    )
    .argument("<environment>", "for instance prod")
    .requiredOption("--plan <file>", "the bundle that plinth preview wrote")
    .option(
      "--approved <sha256>",
      "the bundle's SHA-256, as it was approved: no other file is applied, and nobody is asked",
    )
    .addOption(only.choices(layers))
    .option("--home <folder>", "the folder of a rehearsal that was kept (default: the environment's own cloud)")
    .option("--json", "print the result as JSON")
    .action(async (name: string, options: Options) => {
      const environment = await loadEnvironment(name);
      const home = homeOf(environment, options.home && resolve(options.home));
      if (home === undefined) gate("deploy", environment, join(root, "providers.lock.hcl"));
      const release = options.home ? () => {} : lock(environment);
      try {
        const result = await apply(environment, home, options);
        console.log(options.json ? JSON.stringify(result, null, 2) : summary(result));
        done(result.stacks.some(hasFailed) ? 1 : 0);
      } catch (problem) {
        if (!(problem instanceof Refused)) throw problem;
        const { refusal, problems, code } = problem;
        if (options.json) console.log(JSON.stringify({ environment: name, refused: refusal, problems }, null, 2));
        else console.error(problems.join("\n"));
        done(code);
      } finally {
        release();
      }
    });
}

async function apply(environment: Environment, home: string | undefined, options: Options): Promise<Result> {
  const { plan, approved, only } = options;
  const bundle = await readBundle(resolve(plan), { environment, home, approved });
  const places = stackPlaces(environment, home);
  checkBundle(bundle.content, await surroundingsOf(environment, places), new Date());
  console.error(shownBundle(bundle));
  const stacks = await interruptible((signal) =>
    applyBundle({
      bundle,
      environment,
      places,
      home,
      only,
      signal,
      report: (line) => console.error(line),
      consent: () => consent(environment, { sha256: bundle.sha256, approved }, askedAtTerminal),
    }),
  );
  return { environment: environment.name, bundle: bundle.sha256, stacks };
}

function lock({ name }: Environment): () => void {
  return lockEnvironment(name, join(root, "cdktf.out", name), `apply ${name}`);
}

const words = {
  applied: "applied",
  unchanged: "nothing to do",
  before: "was applied already",
  failed: "failed; what was made is in its state. Correct the cause, and run the same command again",
  unrecorded: "failed, and its state may lack what was made; what is said of it below comes before anything else",
} as const;

function summary({ environment, stacks }: Result): string {
  const lines = stacks.map(({ stack, outcome, added, changed, destroyed }) => {
    const counts = outcome === "applied" ? `: ${added} new, ${changed} changed, ${destroyed} destroyed` : "";
    return `${stack}: ${words[outcome]}${counts}`;
  });
  const problems = stacks.flatMap(({ stack, problems }) => problems.map((problem) => `${stack}: ${problem}`));
  const good = !stacks.some(hasFailed);
  return [
    ...lines,
    ...problems,
    good ? `${environment} is as it was reviewed.` : `${environment} is not applied.`,
  ].join("\n");
}
