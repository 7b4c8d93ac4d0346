import { readFile } from "node:fs/promises";
import { z } from "zod";
import { JobFailure } from "./failure.ts";

/** What this program can be asked to do. A job that runs any other container has no contract. */
export const jobKinds = ["publish", "ingest", "transform", "maintenance", "backfill"] as const;
export type JobKind = (typeof jobKinds)[number];

/**
 * How the program ends, which the pod failure policy of a definition reads. failed: a retry would repeat it, end the job.
 * interrupted: stopped by a signal before anything went live, or something unexpected; retry.
 */
export const exitCodes = { done: 0, failed: 1, interrupted: 2 } as const;

/** Snowflake's unquoted identifiers, upper case as Snowflake stores them, at most 255 characters. */
const identifier = z.string().regex(/^[A-Z_][A-Z0-9_$]{0,254}$/, "it must be an upper-case identifier");
const table = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_$]{0,254}\.[A-Z_][A-Z0-9_$]{0,254}$/, "it must be SCHEMA.TABLE in upper case");
const text = z.string().min(1);

const warehouse = z.strictObject({
  engine: z.enum(["duckdb", "snowflake"]),
  /** The live database: the name that consumers read and that a publish swaps. */
  database: identifier,
  /** The database of leases and history, never swapped. */
  control: identifier,
  /** Schemas of the live database. */
  schemas: z.array(identifier).min(1),
  warehouse: identifier,
  /** The role that owns both sides of a swap. */
  role: identifier,
  user: identifier,
});

const transform = z.strictObject({
  /** Folder of the dbt project, relative to the root of the repository and of the image. */
  project: text.regex(/^[^/.][^.]*$/, "it must be a path inside the image, without dots"),
  target: text,
  /** Tables that consumers read. A publish is refused when one is missing, empty, or has lost too many rows. */
  marts: z.array(table).min(1),
  /** Tables of which the project turns on search by equality, with the columns. */
  searchOptimization: z.record(table, z.array(identifier).min(1)).default({}),
});

const publish = z.strictObject({
  /** Versions kept behind live, ready to go back to. */
  keepPrevious: z.int().min(1).max(30),
  /** Seconds after which a lease that its holder no longer renews may be taken by another run. */
  leaseSeconds: z.int().min(5).max(86_400),
  /** Largest share of its live rows that a mart may lose in one publish, in percent. */
  maxRowLossPercent: z.number().min(0).max(100).default(10),
});

/** What a deployed job definition tells the job: the `contract.json` of its ConfigMap. Secrets go by name only. */
export const jobContract = z
  .strictObject({
    version: z.literal(1),
    environment: text,
    job: z.strictObject({ name: text, kind: z.enum(jobKinds) }),
    /** The lake zones that the job may touch, by zone. */
    lake: z.record(text, z.strictObject({ bucket: text })),
    warehouse,
    transform,
    publish,
    /** The job's own name for a secret → its name in Secrets Manager. */
    secrets: z.record(text, text),
  })
  .superRefine(({ warehouse, transform }, context) => {
    for (const [index, mart] of transform.marts.entries()) {
      if (warehouse.schemas.includes(mart.split(".")[0] ?? "")) continue;
      const message = `its schema must be one of warehouse.schemas (${warehouse.schemas.join(", ")})`;
      context.addIssue({ code: "custom", path: ["transform", "marts", index], message });
    }
    if (warehouse.control === warehouse.database) {
      const message = "it must differ from warehouse.database, which is swapped";
      context.addIssue({ code: "custom", path: ["warehouse", "control"], message });
    }
  });

/** As a definition writes it. */
export type JobContractDocument = z.input<typeof jobContract>;
/** As a job reads it, with every default filled in. */
export type JobContract = z.output<typeof jobContract>;

/** Reads a contract; every problem of it is one located line of a single {@link JobFailure}. */
export async function readContract(file: string): Promise<JobContract> {
  const document = parseJson(await readContractFile(file), file);
  const parsed = jobContract.safeParse(document);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${file}: ${describe(issue, document)}.`);
  throw new JobFailure([...lines, "Deploy the environment again with the version of the job's image."].join("\n"));
}

async function readContractFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new JobFailure(`${file} cannot be read (${why}). PLINTH_CONTRACT must name the deployed contract.json.`);
  }
}

function parseJson(content: string, file: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new JobFailure(
      `${file} is not JSON (${why}). Deploy the environment again: its definition writes this file.`,
    );
  }
}

function describe(issue: z.core.$ZodIssue, document: unknown): string {
  const path = issue.code === "unrecognized_keys" ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  const at = path.map(String).join(".") || "the document";
  const value = path.reduce<unknown>(childOf, document);
  return `${at} is ${value === undefined ? "missing" : JSON.stringify(value)}; ${issue.message}`;
}

function childOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
