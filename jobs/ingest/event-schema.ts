import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import type { ContractOf } from "../contract.ts";
import { JobFailure } from "../failure.ts";

export type EventSource = ContractOf<"ingest">["ingest"]["sources"][number];

export interface Column {
  readonly name: string;
  /** DuckDB's type. JSON is the field's text as it stands. */
  readonly type: "VARCHAR" | "DOUBLE" | "BIGINT" | "BOOLEAN" | "JSON";
}

/** Columns that silver adds to each event: its day of ingestion, and the file and line of the bronze zone it stood in. */
export const originColumns = ["ingest_dt", "source_file", "source_line"] as const;

const draft = "http://json-schema.org/draft-07/schema";
const types: Readonly<Record<string, Column["type"]>> = {
  string: "VARCHAR",
  number: "DOUBLE",
  integer: "BIGINT",
  boolean: "BOOLEAN",
};

/** Compiles a source's schema. A {@link JobFailure} says what of it cannot be, before any file is read. */
export function compileSchema({ name, schema }: EventSource): ValidateFunction {
  const named = typeof schema.$schema === "string" ? schema.$schema.replace(/#$/, "") : draft;
  if (named !== draft) throw wrong(name, `$schema is ${named}; it must be ${draft}#`);
  // The first problem of a line is told; keywords that ajv does not know are allowed, as JSON Schema has it. A number too
  // large for a double is none.
  const ajv = new Ajv({ strict: false, strictNumbers: true, verbose: true });
  addFormats.default(ajv);
  try {
    return ajv.compile(schema);
  } catch (error) {
    throw wrong(name, error instanceof Error ? error.message : String(error));
  }
}

/** A column for each field that the schema names, in its order. */
export function columnsOf({ name, schema, key, time }: EventSource): readonly Column[] {
  const fields = Object.entries(Object(schema.properties));
  const columns = fields.map(([field, rule]) => ({ name: field, type: columnType(rule) }));
  const taken = new Set<string>(originColumns);
  for (const { name: field } of columns) {
    // DuckDB, like SQL, does not tell names apart by case.
    if (taken.has(field.toLowerCase()))
      throw wrong(name, `the field ${field} has the name of another column of silver`);
    taken.add(field.toLowerCase());
  }
  for (const field of key) {
    if (!columns.some((column) => column.name === field))
      throw wrong(name, `it must have the field ${field}: it is in the source's key`);
  }
  if (!columns.some((column) => column.name === time && column.type === "VARCHAR")) {
    throw wrong(name, `it must have the field ${time}, a string: it is the source's time`);
  }
  if (schema.additionalProperties === false) return columns;
  throw wrong(
    name,
    "additionalProperties must be false: silver has no column for a field that the schema does not name",
  );
}

function columnType(rule: unknown): Column["type"] {
  const { type } = Object(rule);
  const [only, ...more] = [type].flat().filter((each) => each !== "null");
  return (more.length === 0 && types[only]) || "JSON";
}

/** What an event breaks. */
export interface Breach {
  /** Without any value of the event, for a log and for counting. */
  readonly rule: string;
  /** Where, which value, which rule. */
  readonly reason: string;
}

const longestValue = 80;

/** A schema's first objection, as a sentence. */
export function breachOf(error: ErrorObject): Breach {
  const { keyword, params, message = keyword } = error;
  const at = error.instancePath.slice(1).replaceAll("/", ".");
  const field = (where: string, name: unknown) => [where, String(name)].filter(Boolean).join(".");
  const where = placeInSchema(error.schemaPath);
  if (keyword === "required") {
    const rule = "is missing; it is required";
    const name = params.missingProperty;
    return { rule: `${field(where, name)} ${rule}`, reason: `${field(at, name)} ${rule}` };
  }
  if (keyword === "additionalProperties") {
    const rule = "is a field that the schema does not know";
    return {
      rule: `in ${where || "the event"} there ${rule}`,
      reason: `${field(at, shortened(params.additionalProperty))} ${rule}`,
    };
  }
  const reason = `${at || "the event"} is ${shortened(error.data)}; it ${message}`;
  return { rule: `${where || "the event"} ${message}`, reason };
}

/** Where a rule stands, in names of the schema alone: a path into the event may have its values in it, as keys. */
function placeInSchema(schemaPath: string): string {
  const steps = schemaPath.matchAll(
    /\/(?:properties\/([^/]+)|patternProperties\/[^/]+|additionalProperties|items)(?=\/)/g,
  );
  return [...steps].map(([, name]) => name ?? "*").join(".");
}

export function same(reason: string): Breach {
  return { rule: reason, reason };
}

export function shortened(value: unknown): string {
  const text = typeof value === "object" && value !== null ? kindOf(value) : (JSON.stringify(value) ?? "undefined");
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}

function kindOf(value: object): string {
  return Array.isArray(value) ? "a list" : "an object";
}

function wrong(source: string, problem: string): JobFailure {
  return new JobFailure(
    `contract.json: ingest.sources: the schema of ${source}: ${problem}. Change the topic's schema and deploy again.`,
  );
}
