import { z } from "zod";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { loginToken, type SignIn } from "./key-pair.ts";

/** Seconds that a statement may take, and a few more for the way. */
const STATEMENT_SECONDS = 60;

export interface Session extends SignIn {
  readonly privateKey: string;
  /** The role the statement runs under; the user's default one if left out. */
  readonly role?: string;
}

const answerShape = z.looseObject({
  data: z.array(z.array(z.string().nullable())).optional(),
  message: z.string().optional(),
  code: z.string().optional(),
});

/**
 * Runs one statement by Snowflake's SQL API, signed in by key pair: the key stays in memory, and no driver is needed.
 * Source: Snowflake SQL API reference, POST /api/v2/statements. Throws a {@link ConfigurationError} with what the
 * server says.
 */
export async function runStatement(session: Session, statement: string): Promise<(string | null)[][]> {
  const host = `${session.account.toLowerCase().replaceAll("_", "-")}.snowflakecomputing.com`;
  const answer = await asked(host, session, statement);
  const body = answerShape.safeParse(await answer.json().catch(() => ({}))).data ?? {};
  if (answer.status === 200) return body.data ?? [];
  throw new ConfigurationError([
    `${session.user}: ${host} answered ${answer.status} (${body.code ?? "no code"}: ${body.message ?? "no message"}). ${remedy(answer.status)}`,
  ]);
}

async function asked(host: string, session: Session, statement: string): Promise<Response> {
  try {
    return await fetch(`https://${host}/api/v2/statements`, {
      method: "POST",
      headers: {
        Accept: "application/json",
        Authorization: `Bearer ${loginToken(session, session.privateKey)}`,
        "Content-Type": "application/json",
        "User-Agent": "plinth",
        "X-Snowflake-Authorization-Token-Type": "KEYPAIR_JWT",
      },
      body: JSON.stringify({ statement, timeout: STATEMENT_SECONDS, ...(session.role && { role: session.role }) }),
      signal: AbortSignal.timeout((STATEMENT_SECONDS + 10) * 1000),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([`${host}: it cannot be reached (${why}). Check the network and the account's name.`]);
  }
}

function remedy(status: number): string {
  if (status === 401 || status === 403)
    return "Check that the user's key is set and that its network policy allows the address this runs at: run it where the environment's programs run.";
  return "Correct what the message names and run it again.";
}
