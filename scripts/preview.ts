import { join, resolve } from "node:path";
import { Command } from "commander";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { environmentNames, loadEnvironment } from "../environments/catalog.ts";
import type { Environment } from "../environments/environment.ts";
import { unlock } from "../environments/unlock.ts";
import { readWaivers } from "../environments/waivers.ts";
import { placeFile } from "../rehearsal/place-file.ts";
import { readPrices } from "./cost/prices.ts";
import { interruptible } from "./interruption.ts";
import { filesOf, headRevision, revisionOf } from "./preview/base/revision.ts";
import type { EnvironmentPreview, PreviewDocument } from "./preview/document.ts";
import { environmentPreview, failedPreview } from "./preview/environment-preview.ts";
import { writeBundle } from "./preview/real/bundling.ts";
import { type RealPlans, realSource } from "./preview/real/source.ts";
import { rehearsedSource } from "./preview/rehearsed/source.ts";
import { renderedPreview } from "./preview/rendered.ts";
import { secretPlaces } from "./preview/shown/rendered-secrets.ts";
import { summaryOf } from "./preview/words/summary.ts";

interface Options {
  readonly base: string;
  readonly out: string;
  readonly prices?: string;
  readonly real?: boolean;
  readonly bundle?: string;
  readonly home?: string;
  readonly json?: boolean;
}

interface Wish {
  readonly names: readonly string[];
  readonly options: Options;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

interface Previewed {
  readonly document: PreviewDocument;
  readonly real: readonly RealPlans[];
}

const root = join(import.meta.dirname, "..");
/** Beside the simulated homes; the base's files and clouds can be made again at any time. */
const cache = join(root, ".plinth", "previews");

export function previewCommand(done: (code: number) => void): Command {
  return new Command("preview")
    .description(
      "Says what a change would do to environments, what is dangerous about it and what it costs; exit code 2 if a guardrail blocks it",
    )
    .argument("<environments...>", "for instance dev staging prod")
    .option("--base <ref>", "the commit, branch or tag that stands for what is deployed", "HEAD~1")
    .option("--out <folder>", "where preview.md, preview.html and preview.json are written", "preview")
    .option("--prices <file>", "another price file (default: scripts/cost/prices.json)")
    .option("--real", "plan against the environment's own cloud, as its plan role (default: in a simulated one)")
    .option("--bundle <file>", "with --real, of one environment: also write what plinth apply takes")
    .option("--home <folder>", "with --real: the folder of a rehearsal that was kept stands for the cloud")
    .option("--json", "print the document as JSON")
    .action(async (names: string[], options: Options) => {
      refuseMixture(names, options);
      const unknown = [...new Set(names)].filter((name) => !environmentNames().includes(name));
      for (const name of unknown) await loadEnvironment(name);
      const report = options.json ? () => {} : (line: string) => console.error(line);
      const { document, real } = await interruptible((signal) =>
        preview({ names: [...new Set(names)], options, signal, report }),
      );
      const files = renderedPreview(document);
      refuseSecrets(files);
      for (const [name, text] of files) placeFile(join(resolve(options.out), name), text);
      const [first] = document.environments;
      if (options.bundle && first) report(await writeBundle(resolve(options.bundle), first, real[0]));
      console.log(options.json ? files.get("preview.json") : summaryOf(document, options.out));
      done(codeOf(document));
    });
}

async function preview({ names, options, signal, report }: Wish): Promise<Previewed> {
  const [base, head] = await Promise.all([revisionOf(options.base), headRevision()]);
  const shared = {
    waivers: readWaivers(),
    prices: readPrices(options.prices),
    today: new Date().toISOString().slice(0, 10),
  };
  const folder = await filesOf(base.commit, cache, report);
  const { home, bundle } = options;
  const real: RealPlans[] = [];
  const around = { base: folder, cache, signal, report };
  const source = async (environment: Environment) => {
    if (!options.real) return await rehearsedSource(environment, around);
    const plans = await realSource(environment, {
      ...around,
      home: home && resolve(home),
      bundled: bundle !== undefined,
    });
    real.push(plans);
    return plans.stacks.map(({ planned }) => planned);
  };
  const previews = names.map(async (name): Promise<EnvironmentPreview> => {
    let protection = "unknown";
    try {
      const environment = await loadEnvironment(name);
      protection = environment.protection;
      const permission = unlock(name);
      const planned = await source(environment);
      return environmentPreview(planned, { ...shared, environment, unlock: permission });
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return failedPreview(name, protection, error.problems);
    }
  });
  // Waits for all before it fails: each has a simulated cloud to clear away.
  await Promise.allSettled(previews);
  const environments = await Promise.all(previews);
  return { document: { version: 1, source: options.real ? "real" : "rehearsed", base, head, environments }, real };
}

function refuseMixture(names: readonly string[], { real, bundle, home }: Options): void {
  const problems = [
    ...(!real && bundle !== undefined
      ? ["--bundle: it is written of plans of the environment's own cloud. Add --real."]
      : []),
    ...(!real && home !== undefined ? ["--home: it stands for the environment's own cloud. Add --real."] : []),
    ...(bundle !== undefined && new Set(names).size > 1
      ? [`--bundle: a bundle is of one environment; these are ${names.join(", ")}. Make a preview of each.`]
      : []),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** Nothing is written then: what would show a secret must not reach a pull request. */
function refuseSecrets(files: ReadonlyMap<string, string>): void {
  const places = secretPlaces(files);
  if (places.length === 0) return;
  throw new ConfigurationError(
    places.map(
      (place) =>
        `${place}: the line would hold what looks like a credential; a preview must show none, and nothing was written. Find the value in the declaration, or report that redaction lets it through.`,
    ),
  );
}

function codeOf({ environments }: PreviewDocument): number {
  const verdicts = environments.map(({ verdict }) => verdict);
  if (verdicts.includes("failed")) return 1;
  return verdicts.includes("blocked") ? 2 : 0;
}
