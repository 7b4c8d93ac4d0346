import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasCode, JobFailure, JobInterrupted, stopIfAsked } from "../failure.ts";
import { runDbt } from "./dbt-process.ts";
import { profileName } from "./profile.ts";
import { nodesOf } from "./project.ts";
import {
  describeFailures,
  merge,
  type NodeResult,
  parseRunResults,
  type RunResults,
  readRunResults,
  withUnreached,
} from "./run-results.ts";

/** What to build: the project; what differs from the manifest of a folder; or what an earlier attempt left undone. */
export type DbtTask =
  | { readonly kind: "whole" }
  | { readonly kind: "slim"; readonly state: string }
  | { readonly kind: "retry"; readonly before: string };

export interface DbtRun {
  readonly program: string;
  /** Folder of the project; dbt writes nothing into it. */
  readonly project: string;
  readonly target: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly task: DbtTask;
  /** Variables of the project. */
  readonly vars: Readonly<Record<string, unknown>>;
  /** Variables of dbt's environment: secrets, and where the lists of files lie. */
  readonly variables: Readonly<Record<string, string>>;
  /** An empty folder for profile, logs and artifacts. */
  readonly work: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** How dbt ended, and what it says of all nodes of the build: a retry's together with those it went on with. */
export interface DbtEnd {
  readonly status: number | string;
  readonly results: RunResults | null;
  /** dbt's last lines, for when it left no results to tell from. */
  readonly tail: readonly string[];
}

const tailLength = 15;

/** The folder with what dbt leaves. */
export function targetFolder(work: string): string {
  return join(work, "target");
}

/** Builds and tests against one database. Judging the end is another matter: see {@link judge}. */
export async function buildWithDbt(run: DbtRun): Promise<DbtEnd> {
  const before = run.task.kind === "retry" ? parseRunResults(run.task.before) : null;
  const tail: string[] = [];
  const status = await runDbt({
    program: run.program,
    arguments: await argumentsOf(run),
    work: run.work,
    variables: run.variables,
    signal: run.signal,
    line: (line) => {
      tail.push(line);
      if (tail.length > tailLength) tail.shift();
      run.log(`dbt: ${line}`);
    },
  });
  const own = await readRunResults(join(targetFolder(run.work), "run_results.json"));
  const all = before === null ? own : merge(before, own);
  // Only a build of everything can be told to be incomplete by the manifest.
  const results = all === null || run.task.kind === "slim" ? all : withUnreached(all, await expected(run.work));
  return { status, results, tail };
}

/**
 * The results of a build that may go live. Throws a {@link JobFailure} that names each failing model and test, or a
 * {@link JobInterrupted} when dbt was stopped or crashed.
 */
export function judge({ status, results, tail }: DbtEnd, signal: AbortSignal): readonly NodeResult[] {
  stopIfAsked(signal);
  const failures = describeFailures(results?.results ?? []);
  if (status === 0 && results !== null && failures.length === 0) return results.results;
  const handled = status === 0 || status === 1;
  if (handled && failures.length > 0) throw new JobFailure(["dbt build failed:", ...failures].join("\n  "));
  const what = failures.length > 0 ? failures : ["It reports no failed node."];
  const message = [`dbt build ended with ${status}:`, ...what, "Its last lines:", ...tail].join("\n  ");
  throw handled || isUnreadable(tail) ? new JobFailure(message) : new JobInterrupted(message);
}

/**
 * dbt's exit codes: 1 is a handled error, 2 an unhandled one (https://docs.getdbt.com/reference/exit-codes). A project
 * that cannot be read ends in 2 as well, and would again.
 */
function isUnreadable(tail: readonly string[]): boolean {
  return tail.some((line) => /\b(Compilation|Parsing) Error\b/.test(line));
}

async function argumentsOf({ project, target, task, vars, work, profile }: DbtRun): Promise<string[]> {
  await mkdir(work, { recursive: true });
  // JSON is YAML.
  await writeFile(join(work, "profiles.yml"), JSON.stringify(profile, null, 2));
  const folders = ["--project-dir", project, "--profiles-dir", work, "--target-path", targetFolder(work)];
  const rest = ["--log-path", join(work, "logs"), "--profile", profileName, "--target", target, "--no-use-colors"];
  return [...(await command(task, work)), ...folders, ...rest, "--vars", JSON.stringify(vars)];
}

/** A state must lie elsewhere than the target: dbt compares with what it has just overwritten, and finds no difference. */
async function command(task: DbtTask, work: string): Promise<string[]> {
  if (task.kind === "whole") return ["build"];
  const state = join(work, "state");
  await mkdir(state, { recursive: true });
  if (task.kind === "retry") {
    await writeFile(join(state, "run_results.json"), task.before);
    return ["retry", "--state", state];
  }
  await writeFile(join(state, "manifest.json"), task.state);
  // Without --defer: the project's ref names no database, and a deferred one must. The clone holds what is not built.
  return ["build", "--select", "state:modified+", "--state", state];
}

async function expected(work: string): Promise<string[]> {
  try {
    return nodesOf(await readFile(join(targetFolder(work), "manifest.json"), "utf8"));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}
