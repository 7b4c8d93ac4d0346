import { type Connection, configure, createConnection, type SnowflakeError } from "snowflake-sdk";
import {
  type Bind,
  ConnectionLost,
  type OpenSession,
  Refused,
  type Row,
  type Session,
  type Statement,
} from "./session.ts";

export interface SignIn {
  /** `<organization>-<account>`. */
  readonly account: string;
  readonly user: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  /** The publisher's warehouse; a reader's own goes before it. */
  readonly warehouse: string;
  /** Marks every statement in the query history. */
  readonly runId: string;
}

/** How often a reading statement is sent again after a broken connection. */
const readAttempts = 3;

/**
 * Sessions by key pair through Snowflake's own driver. It asks by OCSP whether a certificate was revoked, by HTTP, and goes
 * on where nobody answers: in the cluster the job's network policy lets port 443 out alone. The driver repeats a request
 * under the same request id when the network fails, which Snowflake executes once; what still fails after that is told as
 * {@link ConnectionLost}.
 */
export function sdkSessions(signIn: SignIn): OpenSession {
  const { account, user, privateKey, runId } = signIn;
  // By itself the driver logs to the console, where a job's own output is, and to a file in a folder that pods cannot
  // write to. What goes wrong it tells as errors, too.
  configure({ logLevel: "OFF" });
  return async ({ role, warehouse = signIn.warehouse }) => {
    const connection = createConnection({
      account,
      username: user,
      authenticator: "SNOWFLAKE_JWT",
      privateKey,
      role,
      warehouse,
      queryTag: runId,
      application: "plinth",
      clientSessionKeepAlive: true,
    });
    const opening: Statement = { sql: `-- sign in as ${user} with role ${role}`, doing: "signing in" };
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => (error ? reject(describe(opening, error)) : resolve()));
    });
    return new SdkSession(connection);
  };
}

class SdkSession implements Session {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async execute(statement: Statement, terms: { timeoutSeconds?: number } = {}): Promise<readonly Row[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(statement, terms);
      } catch (error) {
        if (!(error instanceof ConnectionLost) || !statement.reads || attempt === readAttempts) throw error;
      }
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#connection.destroy(() => resolve()));
  }

  #once(statement: Statement, { timeoutSeconds }: { timeoutSeconds?: number }): Promise<readonly Row[]> {
    const parameters = timeoutSeconds === undefined ? {} : { STATEMENT_TIMEOUT_IN_SECONDS: timeoutSeconds };
    const binds: Bind[] = [...(statement.binds ?? [])];
    return new Promise((resolve, reject) => {
      this.#connection.execute({
        sqlText: statement.sql,
        // The driver types NULL as any; its arrays take it.
        binds: binds as never,
        parameters,
        complete: (error, _, rows) => (error ? reject(describe(statement, error)) : resolve(rows ?? [])),
      });
    });
  }
}

/** 000604 "Query execution was canceled", 000630 "Statement reached its statement or warehouse timeout". */
const stopped: ReadonlySet<number> = new Set([604, 630]);

/** What Snowflake answered is an OperationFailedError; everything else is the way there. */
function describe(statement: Statement, error: SnowflakeError): Error {
  const code = Number(error.code);
  if (error.name === "OperationFailedError" && !stopped.has(code)) return new Refused(statement, code, error.message);
  return new ConnectionLost(statement, error.message);
}
