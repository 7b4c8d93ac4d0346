import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { type JobKind, jobKinds } from "./contract.ts";
import { JobFailure } from "./failure.ts";
import { isDay } from "./lake-layout.ts";

/** What a run was asked to do: the arguments after the kind, read. */
export interface JobRequest {
  /** For instance "rollback" or "lease break"; "run" where no action is named. */
  readonly action: string;
  readonly options: JobOptions;
}

export interface JobOptions {
  readonly json?: true;
  readonly now?: true;
  readonly dryRun?: true;
  readonly slim?: true;
  readonly force?: true;
  readonly reason?: string;
  /** Days, as 2026-01-15; the last one is included. */
  readonly from?: string;
  readonly to?: string;
}

/** Asked for `--help`: its message is the help, which the program prints before it ends well. */
export class HelpAsked extends Error {
  override name = "HelpAsked";
}

interface Action {
  readonly about: string;
  readonly options?: readonly (keyof typeof options)[];
  /** It looks, or mends what a run left: it waits for no other job, and is no run of its own. */
  readonly aside?: true;
}

const options = {
  now: () => new Option("--now", "do not wait for the jobs that this one waits for"),
  dryRun: () => new Option("--dry-run", "print every statement that would be run, and change nothing"),
  slim: () => new Option("--slim", "build only what differs from what is live"),
  force: () => new Option("--force", "although its holder shows signs of life"),
  reason: () => new Option("--reason <text>", "why; it is recorded").makeOptionMandatory(),
  from: () => new Option("--from <day>", "first day, as 2026-01-15").makeOptionMandatory().argParser(day),
  to: () => new Option("--to <day>", "last day").makeOptionMandatory().argParser(day),
};

/** What each kind can be asked. "run" is what a schedule asks. */
const actions: Readonly<Record<JobKind, Readonly<Record<string, Action>>>> = {
  publish: {
    run: { about: "builds a candidate, audits it and swaps it in", options: ["now", "dryRun", "slim"] },
    status: { about: "what is live since when, and what stands beside it", aside: true },
    history: { about: "the runs that held the lease", aside: true },
    rollback: { about: "makes the version before live again", options: ["dryRun"] },
    resume: { about: "resumes what a clone suspends, for the version that is live" },
    retire: { about: "drops versions that are kept no longer", options: ["dryRun"] },
    "lease show": { about: "who may publish now", aside: true },
    "lease break": { about: "ends the lease of a run that is gone", options: ["reason", "force"], aside: true },
  },
  transform: { run: { about: "builds and audits a candidate, then drops it", options: ["now", "slim"] } },
  ingest: { run: { about: "loads the new files of the bronze zone into silver", options: ["now"] } },
  backfill: { run: { about: "ingests days again, then publishes them", options: ["now", "from", "to"] } },
  maintenance: { run: { about: "drops old versions and unfinished files", options: ["now", "dryRun"] } },
};

/** The kind that stands first on the command line. Throws for none, and for one that there is not. */
export function kindOf(given: string | undefined): JobKind {
  const found = jobKinds.find((kind) => kind === given);
  if (found !== undefined) return found;
  if (given === "--help" || given === "-h") throw new HelpAsked(usage());
  throw new JobFailure(
    `jobs/main.ts: the kind of job is ${given ?? "missing"}; it must be one of ${jobKinds.join(", ")}. Name it first.`,
  );
}

/** Reads the arguments of a kind of job. Throws a {@link JobFailure} for what it does not know, {@link HelpAsked} for help. */
export function requestOf(kind: JobKind, args: readonly string[]): JobRequest {
  const action = actionOf(kind, args);
  const { about, options: known = [] } = actionsOf(kind)[action] ?? { about: "" };
  const spoken = action === "run" ? kind : `${kind} ${action}`;
  let help = "";
  const command = new Command(spoken)
    .description(about)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => (help += text), writeErr: () => {} })
    .action(() => {});
  command.option("--json", "print the outcome as JSON, and what happens meanwhile to standard error");
  for (const option of known) command.addOption(options[option]());
  if (action === "run") command.addHelpText("after", otherActions(kind));
  try {
    command.parse(args.slice(action === "run" ? 0 : action.split(" ").length), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") throw new HelpAsked(help);
    throw new JobFailure(
      `${spoken}: ${error.message.replace(/^error: |\.$/g, "")}. Ask for --help to see what there is.`,
    );
  }
  return ordered(spoken, { action, options: command.opts() });
}

/** Whether a request only looks, or mends: no record is kept of it, and it waits for nothing. */
export function isAside(kind: JobKind, { action, options }: JobRequest): boolean {
  return options.dryRun === true || actionsOf(kind)[action]?.aside === true;
}

/** The longest name of an action that the arguments begin with. */
function actionOf(kind: JobKind, args: readonly string[]): string {
  const options = args.findIndex((argument) => argument.startsWith("-"));
  const words = (options === -1 ? args : args.slice(0, options)).join(" ");
  if (words === "") return "run";
  const names = Object.keys(actionsOf(kind)).filter((name) => name !== "run");
  const found = names.find((name) => words === name || words.startsWith(`${name} `));
  if (found !== undefined) return found;
  const rule = names.length > 0 ? `one of ${names.join(", ")}, or none to run it` : "none: there is but one";
  throw new JobFailure(`${kind}: the action is ${words}; it must be ${rule}. Ask for --help to see what there is.`);
}

function actionsOf(kind: JobKind): Readonly<Record<string, Action>> {
  return actions[kind];
}

function otherActions(kind: JobKind): string {
  const others = Object.entries(actionsOf(kind)).filter(([name]) => name !== "run");
  if (others.length === 0) return "";
  return ["\nOther actions:", ...others.map(([name, { about }]) => `  ${name.padEnd(12)} ${about}`)].join("\n");
}

function usage(): string {
  const kinds = jobKinds.map((kind) => `  ${kind.padEnd(12)} ${actionsOf(kind).run?.about ?? ""}`);
  return ["Usage: node jobs/main.ts <kind> [action] [options]\n", "Kinds:", ...kinds].join("\n");
}

function day(value: string): string {
  if (isDay(value)) return value;
  throw new InvalidArgumentError("It must be a day that exists, like 2026-01-15.");
}

function ordered(spoken: string, request: JobRequest): JobRequest {
  const { from, to } = request.options;
  if (from === undefined || to === undefined || from <= to) return request;
  throw new JobFailure(`${spoken}: --from is ${from}; it must not be after --to, which is ${to}. Change one of them.`);
}
