import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { Refusal } from "../cloud/cloud.ts";
import { parseJson } from "../cloud/json.ts";
import { codeOf } from "../cloud/lock.ts";

const operation = z.enum(["create", "read", "update", "delete"]);
const times = z.union([z.int().min(1), z.literal("always")]);
const code = z.string().regex(/^[A-Za-z0-9._ ()-]+$/, "an error code of letters, digits and . _ - ( )");
const address = z.string().min(1);

/** The first so many calls on addresses that match fail; a code that the real provider retries is retried. */
const failure = z.strictObject({ fail: operation, address, times: times.default(1), code: code.optional() });
/** So many percent of all addresses, chosen by the seed, fail at each one's first call or calls. */
const failingShare = z.strictObject({
  fail: operation,
  share: z.number().gt(0).max(100),
  seed: z.int(),
  times: times.default(1),
  code: code.optional(),
});
/** Calls on addresses that match take so many milliseconds longer. */
const delay = z.strictObject({ delay: operation, address, ms: z.int().min(1).max(600_000) });
/** After so many changes the process group of the Terraform that asked for the last one is sent the signal. */
const stop = z.strictObject({ stopAfter: z.int().min(1), signal: z.enum(["SIGINT", "SIGKILL"]) });
/** A new object is invisible to so many looks at it, where the real service is eventually consistent. */
const lag = z.strictObject({ lag: z.int().min(1).max(1000), address: address.default("**") });
/** Every call to the region, of any account, fails. */
const lostRegion = z.strictObject({ loseRegion: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region") });
/** Every call to the account fails: an AWS account id, or <ORGANIZATION>-<ACCOUNT> of Snowflake. */
const lostAccount = z.strictObject({ loseAccount: z.string().regex(/^(\d{12}|[\w-]+-\w+)$/, "an account") });

const fault = z.union([failure, failingShare, delay, stop, lag, lostRegion, lostAccount]);
const faultsFile = z.strictObject({ faults: z.array(fault) });

export type Fault = z.output<typeof fault>;
export type FaultInput = z.input<typeof fault>;
export type FailureFault = z.output<typeof failure> | z.output<typeof failingShare>;
export type FaultyOperation = z.output<typeof operation>;

/** Faults that stay until the file is changed, and those of one run, which a rehearsal takes away again. */
export const LASTING_FAULTS = "faults.json";
export const RUN_FAULTS = "faults/run.json";

/**
 * The faults in force in a simulated cloud; none where no file asks for any.
 * @throws Refusal that names file, place and rule
 */
export function readFaults(cloudDir: string): Fault[] {
  return [LASTING_FAULTS, RUN_FAULTS].flatMap((name) => faultsIn(join(cloudDir, name)));
}

/** Names a fault where its calls are counted. */
export function keyOf(found: Fault): string {
  return createHash("sha256").update(JSON.stringify(found)).digest("hex").slice(0, 16);
}

function faultsIn(file: string): Fault[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
  try {
    return faultsFile.parse(parseJson(text)).faults;
  } catch (error) {
    throw new Refusal("The simulated cloud's faults cannot be read", `${file}: ${problemOf(error)} ${FORMS}`);
  }
}

const FORMS =
  'A fault is {"fail": <create|read|update|delete>, "address": <glob>, "times": <number|"always">, "code"?}, {"fail", "share": <percent>, "seed", "times", "code"?}, {"delay": <operation>, "address", "ms"}, {"stopAfter": <number>, "signal": <SIGINT|SIGKILL>}, {"lag": <reads>, "address"?}, {"loseRegion"} or {"loseAccount"}.';

function problemOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return `${error instanceof Error ? error.message : String(error)}.`;
  return `${error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`).join("; ")}.`;
}
