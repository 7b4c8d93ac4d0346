import { expect, test } from "@jest/globals";
import { publish } from "../../../../jobs/publish/publish.ts";
import { rollback } from "../../../../jobs/publish/rollback.ts";
import { dryRunSessions } from "../../../../jobs/publish/snowflake/dry-run.ts";
import { engineOf, live, newServer, publishAs, runOf } from "../../../snowflake/platform.ts";
import { Process } from "../../../snowflake/process.ts";
import type { Sent, Server } from "../../../snowflake/server.ts";

test("a dry run prints every statement of the real run in its order, and changes nothing", async () => {
  const server = await published();
  const { lines, before, after } = await dry(server, (run) =>
    publish({ ...run, dryRun: true, build: async () => undefined }),
  );
  expect(after).toBe(before);
  expect(server.executed.filter(({ reads }) => !reads)).toEqual([]);
  const real = await realStatements(server, (process) => publishAs(process, "run", { build: async () => undefined }));
  expect(lines).toEqual(real);
  expect(lines).toContainEqual(`ALTER DATABASE "ANALYTICS" SWAP WITH "ANALYTICS__C_4"`);
});

test("so does a dry run of a rollback", async () => {
  const server = await published();
  const { lines, before, after } = await dry(server, (run) => rollback(run));
  expect(after).toBe(before);
  const real = await realStatements(server, (process) => rollback(runOf(process, "run")));
  expect(lines).toEqual(real);
});

test("and one that finds the lease held says by whom, as the real run would", async () => {
  const server = await published();
  const { leases } = engineOf(new Process(server));
  await leases.take("other", 300);
  await expect(dry(server, (run) => publish({ ...run, dryRun: true }))).rejects.toThrow("held by run other");
});

async function published(): Promise<Server> {
  const server = newServer();
  for (const runId of ["one", "two", "three"]) await publishAs(new Process(server), runId, { keepPrevious: 2 });
  return server.copy();
}

async function dry(server: Server, act: (run: ReturnType<typeof runOf>) => Promise<unknown>) {
  const lines: string[] = [];
  const standing = () =>
    JSON.stringify([...server.account.databases.keys()].map((name) => [name, content(server, name)]));
  const process = new Process(server);
  const open = dryRunSessions({ open: process.open, live, log: (line) => lines.push(line) });
  const before = standing();
  await act({ ...runOf(process, "run"), engine: engineOf({ open }) });
  return { before, after: standing(), lines: lines.map((line) => normal(line.replace(/; -- .*$/, ""))) };
}

async function realStatements(server: Server, act: (process: Process) => Promise<unknown>): Promise<string[]> {
  const copy = server.copy();
  await act(new Process(copy));
  return copy.executed.map((sent: Sent) => {
    const values = [...(sent.binds ?? [])];
    return normal(
      sent.sql.replaceAll("?", () => {
        const value = values.shift() ?? null;
        return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value).toUpperCase();
      }),
    );
  });
}

/** Without what differs from run to run: times and made-up ids. */
function normal(line: string): string {
  return line.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<id>").replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>");
}

function content(server: Server, name: string) {
  return [...server.account.database(name).schemas].map(([schema, { things }]) => [
    schema,
    [...things].map(([thing, { rows, grants }]) => [thing, rows, grants]),
  ]);
}
