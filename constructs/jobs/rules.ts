import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";
import type { JobConfig } from "./config.ts";
import { amountOf } from "./resources.ts";

type Definitions = Readonly<Record<string, JobConfig>>;
type Path = (string | number)[];

/** Keys by which a job names another, and the kind that the other must be of. */
const companions = { publication: "publish", ingestion: "ingest" } as const;

/** Whatever runs, runs an image. */
export function* imageBreaches(config: { image?: string | undefined; definitions: Definitions }): Iterable<Breach> {
  yield* each(config.definitions, function* (job, name) {
    if (job.image !== undefined || config.image !== undefined) return;
    yield {
      path: ["definitions", name, "image"],
      also: [["image"]],
      rule: "it must be given, here or for all jobs of the program in jobs.image",
      remedy: "Add it",
    };
  });
}

/** A job that works with another's terms names one of the right kind. */
export function* companionBreaches({ definitions }: { definitions: Definitions }): Iterable<Breach> {
  yield* each(definitions, function* (job, name) {
    for (const [key, kind] of Object.entries(companions)) {
      const named: unknown = Reflect.get(job, key);
      if (typeof named !== "string") continue;
      if (Object.hasOwn(definitions, named) && definitions[named]?.kind === kind) continue;
      const known = Object.keys(definitions).filter((other) => definitions[other]?.kind === kind);
      yield {
        path: ["definitions", name, key],
        rule: `it must be a job of kind ${kind} (${known.join(", ") || "there is none"})`,
        remedy: known.length > 0 ? "Name one of them" : "Declare one",
      };
    }
  });
}

/** A job waits for others that are there, and never for itself. */
export function* waitBreaches({ definitions }: { definitions: Definitions }): Iterable<Breach> {
  yield* each(definitions, function* ({ waitsFor, deadlineMinutes }, name) {
    const at: Path = ["definitions", name, "waitsFor"];
    yield* each(waitsFor, function* ({ minutes }, other) {
      const about = { path: [...at, other], aboutName: true };
      if (!Object.hasOwn(definitions, other)) {
        const known = Object.keys(definitions).filter((each) => each !== name);
        const rule = `it must be another job of this environment (${known.join(", ") || "there is none"})`;
        yield { ...about, rule, remedy: "Name one of them" };
      } else if (definitions[other]?.kind === "container") {
        const rule = "it must be a job of a kind that records its runs, and a container does not";
        yield { ...about, rule, remedy: "Name another job" };
      } else if (waits(definitions, other, name, new Set())) {
        const through = other === name ? "" : ` through ${other}`;
        yield { ...about, rule: `a job must not wait for itself, and${through} it does`, remedy: `Remove ${other}` };
      }
      if (minutes < deadlineMinutes) return;
      yield {
        path: [...at, other, "minutes"],
        also: [["definitions", name, "deadlineMinutes"]],
        rule: `it must be less than the run's deadline of ${deadlineMinutes} minutes`,
        remedy: "Wait less, or set a later deadline",
      };
    });
  });
}

/** Whether `from` waits for `to`, directly or through others. */
function waits(definitions: Definitions, from: string, to: string, seen: Set<string>): boolean {
  if (from === to) return true;
  if (seen.has(from) || !Object.hasOwn(definitions, from)) return false;
  seen.add(from);
  return Object.keys(definitions[from]?.waitsFor ?? {}).some((next) => waits(definitions, next, to, seen));
}

interface Quota {
  readonly pods: number;
  readonly cpu: string;
  readonly memory: string;
  readonly scratch: string;
}

/** What of the quota one run takes; memory and scratch in MiB, as {@link amountOf} counts. */
const shares: Readonly<Record<keyof Quota, (job: JobConfig) => number>> = {
  pods: () => 1,
  cpu: ({ limits }) => amountOf("cpu", limits.cpu),
  memory: ({ limits }) => amountOf("memory", limits.memory),
  scratch: ({ scratch }) => amountOf("memory", scratch),
};

/** A pod over the quota is not made, and nobody is told: all jobs fit in it at once. */
export function* quotaBreaches(config: { quota: Quota; definitions: Definitions }): Iterable<Breach> {
  yield* each(shares, function* (share, name) {
    const key = name as keyof Quota;
    const needed = Object.values(config.definitions).reduce((sum, job) => sum + share(job), 0);
    const given = config.quota[key];
    const unit = key === "cpu" ? "cpu" : "memory";
    if ((typeof given === "number" ? given : amountOf(unit, given)) >= needed) return;
    const least = typeof given === "number" ? needed : unit === "cpu" ? `${Math.ceil(needed)}` : `${needed}Mi`;
    yield {
      path: ["quota", key],
      also: [["definitions"]],
      rule: `it must suffice for one run of every job at once, which takes ${least}`,
      remedy: `Use ${JSON.stringify(least)} or more`,
    };
  });
}
