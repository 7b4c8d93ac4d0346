import { JobFailure, JobInterrupted } from "../../failure.ts";

export type Bind = string | number | boolean | null;
/** A row by column name: upper case for a SELECT, lower case for a SHOW. */
export type Row = Readonly<Record<string, unknown>>;

export interface Statement {
  readonly sql: string;
  readonly binds?: readonly Bind[];
  /** What it is for, as errors tell it: "taking the lease". */
  readonly doing: string;
  /** It changes nothing, so a connection that breaks under it is no reason to stop: it is sent again. */
  readonly reads?: true;
}

/** A signed-in session of one role. */
export interface Session {
  /** Runs one statement to its end. Throws {@link Refused} or {@link ConnectionLost}. */
  execute(statement: Statement, terms?: { readonly timeoutSeconds?: number }): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** Opens a session under a role; a reader's works on the reader's own warehouse. */
export type OpenSession = (as: { readonly role: string; readonly warehouse?: string | undefined }) => Promise<Session>;

/** Snowflake said no: doing it again would only repeat that. */
export class Refused extends JobFailure {
  override name = "Refused";
  /** Snowflake's error number, for instance 2003. */
  readonly code: number;

  constructor(statement: Statement, code: number, message: string) {
    super(`Snowflake refused ${describe(statement)}: ${message} (${String(code).padStart(6, "0")})`);
    this.code = code;
  }
}

/** It is not known whether the statement was executed, or it may still be: the attempt ends, another one looks. */
export class ConnectionLost extends JobInterrupted {
  override name = "ConnectionLost";

  constructor(statement: Statement, message: string) {
    super(`The connection to Snowflake broke at ${describe(statement)}: ${message}. Run the job again.`);
  }
}

/** The database, schema or object that a statement names is not there, or the role may not know of it: Snowflake tells no difference. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Refused && absent.has(error.code);
}

/** 002003 "does not exist or not authorized", 002043 "does not exist or operation cannot be performed". */
const absent: ReadonlySet<number> = new Set([2003, 2043]);

/** 003001 "Insufficient privileges to operate on …". */
const forbidden = 3001;

export function isForbidden(error: unknown): boolean {
  return error instanceof Refused && (absent.has(error.code) || error.code === forbidden);
}

/** Binds are left out: they are data, and this goes to logs. */
function describe({ doing, sql }: Statement): string {
  return `${doing} [${sql.replaceAll(/\s+/g, " ").slice(0, 160)}]`;
}
