import type { JobPlace } from "./place.ts";

/** What a job's program answered with `--json`. */
export interface JobAnswer {
  readonly code: number;
  /** Undefined when it ended without an answer; what it said instead stands on standard error. */
  readonly answer: unknown;
}

/** Asks a deployed job's program for JSON. A pod's log holds its notices too: the answer is the last line that is an object. */
export async function jobAnswer(place: JobPlace, job: string, args: readonly string[]): Promise<JobAnswer> {
  const { code, output } = await place.run(job, [...args, "--json"], "keep");
  const answer = output.trimEnd().split("\n").reverse().map(parsed).find(isObject);
  if (answer === undefined) process.stderr.write(output);
  return { code, answer };
}

/** Asks a deployed job's program, shows what it answers, for people or as JSON alone, and gives its exit code. */
export async function asked(
  place: JobPlace,
  job: string,
  args: readonly string[],
  json: boolean | undefined,
): Promise<number> {
  if (!json) return (await place.run(job, args)).code;
  const { code, answer } = await jobAnswer(place, job, args);
  if (answer !== undefined) console.log(JSON.stringify(answer, null, 2));
  return code;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
