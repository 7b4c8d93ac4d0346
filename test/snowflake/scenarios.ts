import { resumeLive, retire } from "../../jobs/publish/retire.ts";
import { rollback } from "../../jobs/publish/rollback.ts";
import { Observer } from "./observer.ts";
import { leaseSeconds, newServer, publishAs, runOf } from "./platform.ts";
import type { Fault } from "./process.ts";
import { Process } from "./process.ts";
import type { Sent, Server } from "./server.ts";

/** What a person or a schedule asks for, on an account where some versions were published before. */
export interface Scenario {
  readonly name: string;
  readonly publishedBefore: number;
  readonly act: (process: Process, runId: string) => Promise<unknown>;
  /** How often live may go back to an older version, all attempts together. */
  readonly backwards: number;
  /** The run whose versions alone may be gone back from. */
  readonly backFrom?: string;
  /** What happened last before it. */
  readonly before?: (server: Server) => Promise<unknown>;
  /** Versions that the scenario itself drops. */
  readonly retires?: readonly number[];
}

export const scenarios: readonly Scenario[] = [
  { name: "a first publish", publishedBefore: 0, act: publishAs, backwards: 0 },
  { name: "a later publish", publishedBefore: 2, act: publishAs, backwards: 0 },
  {
    name: "a publish that keeps two versions",
    publishedBefore: 3,
    act: (process, runId) => publishAs(process, runId, { keepPrevious: 2 }),
    backwards: 0,
  },
  {
    name: "a rollback",
    publishedBefore: 3,
    act: (process, runId) => rollback(runOf(process, runId)),
    backwards: 1,
  },
  {
    name: "a publish that goes on with what it had sealed",
    publishedBefore: 2,
    before: sealed,
    act: publishAs,
    backwards: 0,
  },
  {
    name: "a publish that fails its smoke queries",
    publishedBefore: 2,
    act: async (process, runId) => endsSomehow(publishUnreadable(process, runId)),
    // Each attempt goes live and is taken back.
    backwards: 3,
    backFrom: "run",
  },
  {
    name: "a retire of what is too old",
    publishedBefore: 2,
    act: (process, runId) => retire(runOf(process, runId), { previousHours: 0, now: new Date("2027-01-01T00:00:00Z") }),
    backwards: 0,
    retires: [1],
  },
  {
    name: "a resume of what clones suspend",
    publishedBefore: 2,
    act: (process, runId) => resumeLive(runOf(process, runId)),
    backwards: 0,
  },
];

/** The run is cut short by a broken connection right before its swap. */
async function sealed(server: Server): Promise<void> {
  const trial = server.copy();
  await publishAs(new Process(trial), "run");
  const at = trial.executed.findIndex(({ sql }) => sql.includes(" SWAP WITH "));
  await endsSomehow(publishAs(new Process(server, [{ at, kind: "lost before" }]), "run"));
}

/** Nobody may read as the role that asks after the swap. */
export async function publishUnreadable(process: Process, runId: string): Promise<unknown> {
  return publishAs(process, runId, { readers: ["NOBODY"], keepPrevious: 2 });
}

const prepared = new Map<number, Server>();

/** A server on which that many versions went live, with an observer. */
export async function prepare({ publishedBefore, backwards, backFrom, before, retires = [] }: Scenario) {
  const known = prepared.get(publishedBefore) ?? (await publishedServer(publishedBefore));
  prepared.set(publishedBefore, known);
  const server = known.copy();
  await before?.(server);
  server.executed.length = 0;
  const observer = new Observer(server);
  observer.look();
  observer.backwards = backwards;
  observer.backFrom = backFrom ?? null;
  for (const token of retires) observer.retiring.add(token);
  return { server, observer };
}

async function publishedServer(versions: number): Promise<Server> {
  const server = newServer();
  for (let version = 1; version <= versions; version++) await publishAs(new Process(server), `before-${version}`);
  return server;
}

/** Statements that the scenario sends when nothing happens to it. */
export async function statementsOf(scenario: Scenario): Promise<readonly Sent[]> {
  const { server } = await prepare(scenario);
  await scenario.act(new Process(server), "run");
  return server.executed;
}

export interface Recovery {
  /** Who comes after the fault: the same run again at once, or another when the lease has run out. */
  readonly by: "the same run" | "another run";
}

/**
 * A run meets a fault; then it is run again, or another one comes; what was on its way arrives; and a last publish goes
 * well. Throws what the observer must not see.
 */
export async function recover(scenario: Scenario, fault: Fault, { by }: Recovery): Promise<void> {
  const { server, observer } = await prepare(scenario);
  await endsSomehow(scenario.act(new Process(server, [fault]), "run"));
  if (by === "the same run") await endsSomehow(scenario.act(new Process(server), "run"));
  else {
    expire(server);
    // A lease that was on its way when it was asked for may be in the way of the next.
    await endsSomehow(publishAs(new Process(server), "other"));
  }
  server.settle();
  expire(server);
  await publishAs(new Process(server), "last");
  server.settle();
  observer.lookAtEnd();
}

/** A fault may end a run; what the observer finds must not be taken for that. */
export async function endsSomehow(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Error) || !expected.has(error.name)) throw error;
  });
}

const expected: ReadonlySet<string> = new Set(["Killed", "ConnectionLost", "LeaseLost", "JobFailure", "Refused"]);

export function expire(server: Server): void {
  server.account.now += (leaseSeconds + 1) * 1000;
}
