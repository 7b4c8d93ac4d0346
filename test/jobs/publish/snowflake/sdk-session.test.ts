import { beforeEach, expect, jest, test } from "@jest/globals";
import type { SnowflakeError } from "snowflake-sdk";
import { ConnectionLost, Refused } from "../../../../jobs/publish/snowflake/session.ts";

/** What the driver answers to each statement, in order; the last one to all that follow. */
const answers: (Partial<SnowflakeError> | null)[] = [];
const asked: Record<string, unknown>[] = [];

jest.mock("snowflake-sdk", () => ({
  configure: () => undefined,
  createConnection: (options: Record<string, unknown>) => {
    asked.push(options);
    return {
      connect: (done: (error: null) => void) => done(null),
      destroy: (done: () => void) => done(),
      execute: (options: { complete: (error: unknown, statement: null, rows: unknown[]) => void }) => {
        asked.push(options);
        options.complete(answers.length > 1 ? answers.shift() : (answers[0] ?? null), null, [{ FOUND: 1 }]);
      },
    };
  },
}));

const { sdkSessions } = jest.requireActual<typeof import("../../../../jobs/publish/snowflake/sdk-session.ts")>(
  "../../../../jobs/publish/snowflake/sdk-session.ts",
);
const open = sdkSessions({ account: "ORG-ACC", user: "U", privateKey: "SENTINEL-KEY", warehouse: "W", runId: "run-1" });
const broken = { name: "NetworkError", message: "socket hang up" };

beforeEach(() => {
  answers.splice(0);
  asked.splice(0);
});

test("what Snowflake answers is a refusal with its number, told with what was being done and without binds or key", async () => {
  answers.push({ name: "OperationFailedError", code: "002003" as never, message: "Object does not exist." });
  const session = await open({ role: "R" });
  const refused = session.execute({ sql: "SELECT ?", binds: ["SENTINEL-BIND"], doing: "reading the lease" });
  await expect(refused).rejects.toThrow(
    "Snowflake refused reading the lease [SELECT ?]: Object does not exist. (002003)",
  );
  await expect(refused).rejects.toBeInstanceOf(Refused);
  await expect(refused).rejects.toMatchObject({ code: 2003 });
  await expect(refused).rejects.not.toThrow(/SENTINEL/);
});

test("a broken connection is tried again for what only reads, and never for what changes something", async () => {
  const session = await open({ role: "R" });
  answers.push(broken, broken, null);
  expect(await session.execute({ sql: "SELECT 1", doing: "reading", reads: true })).toEqual([{ FOUND: 1 }]);
  answers.splice(0, answers.length, broken, null);
  const lost = session.execute({ sql: "ALTER DATABASE A SWAP WITH B", doing: "swapping" });
  await expect(lost).rejects.toBeInstanceOf(ConnectionLost);
  expect(asked.filter(({ sqlText }) => String(sqlText).includes("SWAP"))).toHaveLength(1);
});

test("a statement that ran out of time is an interruption, for it may be tried again", async () => {
  answers.push({ name: "OperationFailedError", code: "000630" as never, message: "Statement reached its timeout." });
  const session = await open({ role: "R" });
  await expect(session.execute({ sql: "SELECT 1", doing: "counting" })).rejects.toBeInstanceOf(ConnectionLost);
});

test("sessions sign in by key pair under their role and warehouse, and mark statements with the run", async () => {
  const session = await open({ role: "ANALYST", warehouse: "ANALYTICS_WH" });
  await session.execute({ sql: "SELECT 1", doing: "reading" }, { timeoutSeconds: 7 });
  expect(asked[0]).toMatchObject({
    authenticator: "SNOWFLAKE_JWT",
    role: "ANALYST",
    warehouse: "ANALYTICS_WH",
    queryTag: "run-1",
  });
  expect(asked[0]).not.toHaveProperty("disableOCSPChecks");
  expect(asked[1]).toMatchObject({ parameters: { STATEMENT_TIMEOUT_IN_SECONDS: 7 } });
});
