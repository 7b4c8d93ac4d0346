import { readFile } from "node:fs/promises";
import { z } from "zod";
import {
  artifactTerms,
  ingestTerms,
  maintenanceTerms,
  publishTerms,
  text,
  transformTerms,
  waitTerms,
  warehouseTerms,
  zoneTerms,
} from "./contract-terms.ts";
import { JobFailure } from "./failure.ts";

/** What this program can be asked to do. A job that runs any other container has no contract. */
export const jobKinds = ["publish", "ingest", "transform", "maintenance", "backfill"] as const;
export type JobKind = (typeof jobKinds)[number];

/**
 * How the program ends, which the pod failure policy of a definition reads. failed: a retry would repeat it, end the job.
 * interrupted: stopped by a signal before anything went live, or something unexpected; retry.
 */
export const exitCodes = { done: 0, failed: 1, interrupted: 2 } as const;

const common = {
  version: z.literal(1),
  environment: text,
  /** The job's name. */
  job: text,
  /** The zones of the lake that the job may touch, by zone. */
  lake: z.record(text, zoneTerms),
  artifacts: artifactTerms,
  /** The job's own name for a secret → its ARN in Secrets Manager. */
  secrets: z.record(text, text),
  waitsFor: z.array(waitTerms),
};
const published = { warehouse: warehouseTerms, transform: transformTerms, publish: publishTerms };

/** What a deployed job definition tells the job: the `contract.json` of its ConfigMap. Secrets go by name only. */
export const jobContract = z
  .discriminatedUnion("kind", [
    z.strictObject({ ...common, kind: z.literal("publish"), ...published }),
    z.strictObject({ ...common, kind: z.literal("transform"), ...published }),
    z.strictObject({ ...common, kind: z.literal("ingest"), ingest: ingestTerms }),
    z.strictObject({ ...common, kind: z.literal("backfill"), ingest: ingestTerms, ...published }),
    z.strictObject({ ...common, kind: z.literal("maintenance"), maintenance: maintenanceTerms, ...published }),
  ])
  .superRefine((contract, context) => {
    if (!("warehouse" in contract)) return;
    const { warehouse, transform } = contract;
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
/** The contract of one kind of job, or of any of several. */
export type ContractOf<K extends JobKind> = Extract<JobContract, { kind: K }>;
/** What a job that works on the published database is told. */
export type WarehouseContract = ContractOf<"publish" | "transform" | "backfill" | "maintenance">;

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
