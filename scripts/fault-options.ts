import type { Command } from "commander";
import { ConfigurationError } from "../constructs/support/errors.ts";
import type { FaultInput } from "../rehearsal/faults/fault.ts";

export interface FaultOptions {
  readonly fail?: readonly string[];
  readonly failShare?: readonly string[];
  readonly delay?: readonly string[];
  readonly stopAfter?: readonly string[];
  readonly lag?: readonly string[];
  readonly loseRegion?: readonly string[];
  readonly loseAccount?: readonly string[];
}

/** One way to ask for a fault: its form for people, the same for us, and what it asks for. */
interface Form {
  readonly flag: string;
  readonly form: string;
  readonly help: string;
  readonly pattern: RegExp;
  readonly fault: (parts: Readonly<Record<string, string>>) => FaultInput;
}

const operation = "(?<operation>create|read|update|delete)";
const repeats = "(:(?<times>[1-9]\\d*|once|always))?(:(?<code>[A-Za-z0-9._-]+))?";

const FORMS: Readonly<Record<keyof FaultOptions, Form>> = {
  fail: {
    flag: "--fail",
    form: "<operation>:<address glob>[:<times>][:<code>]",
    help: "fail the first calls (times: a number, once or always; by default once); operations are create, read, update, delete; a code that the real provider retries, such as ThrottlingException, is retried",
    pattern: new RegExp(`^${operation}:(?<address>[^:]+)${repeats}$`),
    fault: ({ operation, address, times, code }) => ({
      fail: of(operation),
      address: address ?? "",
      times: count(times),
      ...(code && { code }),
    }),
  },
  failShare: {
    flag: "--fail-share",
    form: "<operation>:<percent>:<seed>[:<times>][:<code>]",
    help: "fail so many percent of all addresses, chosen by the seed, each once or as often as said",
    pattern: new RegExp(`^${operation}:(?<share>\\d+(\\.\\d+)?):(?<seed>\\d+)${repeats}$`),
    fault: ({ operation, share, seed, times, code }) => ({
      fail: of(operation),
      share: Number(share),
      seed: Number(seed),
      times: count(times),
      ...(code && { code }),
    }),
  },
  delay: {
    flag: "--delay",
    form: "<operation>:<address glob>:<milliseconds>",
    help: "make calls take longer",
    pattern: new RegExp(`^${operation}:(?<address>[^:]+):(?<ms>[1-9]\\d{0,5})$`),
    fault: ({ operation, address, ms }) => ({ delay: of(operation), address: address ?? "", ms: Number(ms) }),
  },
  stopAfter: {
    flag: "--stop-after",
    form: "<number>:<SIGINT|SIGKILL>",
    help: "send the signal to Terraform and its providers once so many changes are made",
    pattern: /^(?<number>[1-9]\d*):(?<signal>SIGINT|SIGKILL)$/,
    fault: ({ number, signal }) => ({
      stopAfter: Number(number),
      signal: signal === "SIGKILL" ? "SIGKILL" : "SIGINT",
    }),
  },
  lag: {
    flag: "--lag",
    form: "<looks>[:<address glob>]",
    help: "hide new objects from so many looks, where the real service is eventually consistent",
    pattern: /^(?<looks>[1-9]\d{0,2})(:(?<address>[^:]+))?$/,
    fault: ({ looks, address }) => ({ lag: Number(looks), ...(address && { address }) }),
  },
  loseRegion: {
    flag: "--lose-region",
    form: "<region>",
    help: "remove everything in an AWS region and fail every call to it",
    pattern: /^(?<region>[a-z]{2}(-[a-z]+)+-\d)$/,
    fault: ({ region }) => ({ loseRegion: region ?? "" }),
  },
  loseAccount: {
    flag: "--lose-account",
    form: "<AWS account id, or Snowflake's ORGANIZATION-ACCOUNT>",
    help: "remove everything in an account and fail every call to it",
    pattern: /^(?<account>\d{12}|[\w-]+-\w+)$/,
    fault: ({ account }) => ({ loseAccount: account ?? "" }),
  },
};

/** Adds the options that ask for faults; each may be given several times. */
export function addFaultOptions(command: Command): Command {
  for (const { flag, form, help } of Object.values(FORMS)) {
    command.option(`${flag} <fault>`, `${help}: ${form}. Repeatable.`, (value: string, before: string[] = []) => [
      ...before,
      value,
    ]);
  }
  return command.addHelpText(
    "after",
    `
Faults hold for this run. Those that shall stay are kept in cloud/faults.json of the folder given to --keep.
Examples:
  plinth rehearse dev --fail create:aws_s3_bucket.*:2
  plinth rehearse prod --fail-share create:10:42 --delay create:aws_msk_cluster.*:500
  plinth rehearse dev --keep /tmp/dev --stop-after 20:SIGKILL`,
  );
}

/** @throws ConfigurationError that lists every fault that cannot be read */
export function faultsOf(options: FaultOptions): FaultInput[] {
  const problems: string[] = [];
  const faults = Object.entries(FORMS).flatMap(([name, form]) =>
    (options[name as keyof FaultOptions] ?? []).flatMap((text) => {
      const parts = form.pattern.exec(text)?.groups;
      if (parts !== undefined) return [form.fault(parts)];
      problems.push(`${form.flag} ${text}: the fault is ${JSON.stringify(text)}; it must be ${form.form}. ${EXAMPLE}`);
      return [];
    }),
  );
  if (problems.length > 0) throw new ConfigurationError(problems);
  return faults;
}

const EXAMPLE = "Write it like one of the examples of plinth rehearse --help.";

function count(times: string | undefined): number | "always" {
  if (times === "always") return "always";
  return times === undefined || times === "once" ? 1 : Number(times);
}

type FaultyOperation = "create" | "read" | "update" | "delete";

/** The pattern lets nothing else through. */
function of(operation: string | undefined): FaultyOperation {
  return operation as FaultyOperation;
}
