import { expect, test } from "@jest/globals";
import { JobFailure, JobInterrupted } from "../../../jobs/failure.ts";
import type { Candidate, PublishEngine } from "../../../jobs/publish/engine.ts";
import { acquireLease, LeaseLost } from "../../../jobs/publish/lease.ts";
import { type PublishRun, publish } from "../../../jobs/publish/publish.ts";
import { retire } from "../../../jobs/publish/retire.ts";
import { rollback } from "../../../jobs/publish/rollback.ts";
import { statusOf } from "../../../jobs/publish/status.ts";

/** A warehouse as a deploy leaves it, and what a test does to it past the engine. */
export interface ContractWarehouse {
  /** An engine as a process of its own opens it. */
  open(): PublishEngine;
  /** Everything of a run but its id, with a build that makes `rows` rows in each mart, marked with the run. */
  run(runId: string, changes?: Partial<PublishRun> & { readonly rows?: number }): PublishRun;
  /** The mark of what consumers read in the first mart; null when there is nothing. */
  mark(): Promise<string | null>;
  /** The mark inside a candidate; null when there is nothing. */
  markIn(location: string): Promise<string | null>;
  /** What the audit must find, by what it says: each is done to a candidate that was built. */
  readonly damages: Readonly<Record<string, (candidate: Candidate) => Promise<void>>>;
  /** Lets the lease run out. */
  expireLease(): void;
}

/** What holds of every engine. `make` makes a warehouse of its own for each test. */
export function testEngineContract(make: () => ContractWarehouse | Promise<ContractWarehouse>): void {
  const opened = async () => make();

  test("a build that fails leaves live as it was, drops the candidate and is recorded", async () => {
    const warehouse = await opened();
    await publish(warehouse.run("one"));
    const build = () => Promise.reject(new JobFailure("test unique_event_id: fail"));
    await expect(publish(warehouse.run("two", { build }))).rejects.toThrow("unique_event_id");
    expect(await warehouse.mark()).toBe("one");
    const engine = warehouse.open();
    expect((await engine.history.entries(9)).at(-1)).toMatchObject({ runId: "two", outcome: "failed" });
    expect((await fence(engine, "two")).resumable).toBeNull();
  });

  test("an interrupted build is gone on with by the same run, in the same clone", async () => {
    const warehouse = await opened();
    await publish(warehouse.run("one"));
    const run = warehouse.run("two");
    const before: Candidate[] = [];
    const build: PublishRun["build"] = async (candidate, terms) => {
      before.push(candidate);
      await run.build(candidate, terms);
      throw new JobInterrupted("Stopped by SIGTERM.");
    };
    await expect(publish({ ...run, build })).rejects.toThrow("SIGTERM");
    const resumed: unknown[] = [];
    const goOn: PublishRun["build"] = async (candidate, { resume }) => {
      resumed.push(resume, candidate.clonedUnder, await warehouse.markIn(candidate.location));
    };
    await publish(warehouse.run("two", { build: goOn }));
    expect(resumed).toEqual([true, before[0]?.clonedUnder, "two"]);
    expect(await warehouse.mark()).toBe("two");
  });

  test("what another run left half built is not gone on with", async () => {
    const warehouse = await opened();
    await publish(warehouse.run("one"));
    const build = () => Promise.reject(new JobInterrupted("Stopped by SIGTERM."));
    await expect(publish(warehouse.run("two", { build }))).rejects.toThrow("SIGTERM");
    expect((await fence(warehouse.open(), "three")).resumable).toBeNull();
    expect((await fence(warehouse.open(), "two")).resumable).toBeNull();
  });

  test("each damage to a candidate keeps it from going live and is named", async () => {
    const warehouse = await opened();
    await publish(warehouse.run("one"));
    for (const [says, damage] of Object.entries(warehouse.damages)) {
      const run = warehouse.run(`damaged ${says}`);
      const build: PublishRun["build"] = async (candidate, terms) => {
        await run.build(candidate, terms);
        await damage(candidate);
      };
      await expect(publish({ ...run, build })).rejects.toThrow(says);
      expect(await warehouse.mark()).toBe("one");
    }
    await publish(warehouse.run("two"));
    expect(await warehouse.mark()).toBe("two");
  });

  test("a candidate that lost too many rows does not go live", async () => {
    const warehouse = await opened();
    await publish(warehouse.run("one", { rows: 100 }));
    await expect(publish(warehouse.run("two", { rows: 80 }))).rejects.toThrow("has 80 rows, live has 100");
    expect(await warehouse.mark()).toBe("one");
  });

  test("a sealed candidate whose holder was fenced cannot go live", async () => {
    const warehouse = await opened();
    await publish(warehouse.run("one"));
    const run = warehouse.run("late");
    const swap: PublishEngine["swap"] = async (candidate, publication) => {
      warehouse.expireLease();
      await publish(warehouse.run("later"));
      await run.engine.swap(candidate, publication);
    };
    await expect(publish({ ...run, engine: withOwn(run.engine, { swap }) })).rejects.toThrow(LeaseLost);
    expect(await warehouse.mark()).toBe("later");
    expect((await statusOf(warehouse.open())).live?.runId).toBe("later");
  });

  test("a run that was cut short after its swap is completed by the next, and is not published twice", async () => {
    const warehouse = await opened();
    const run = warehouse.run("cut");
    const resume = () => Promise.reject(new Error("killed"));
    await expect(publish({ ...run, engine: withOwn(run.engine, { resume }) })).rejects.toThrow("killed");
    expect(await warehouse.mark()).toBe("cut");
    const advanced: string[] = [];
    const build = () => Promise.reject(new Error("must not build"));
    const advance: PublishRun["advance"] = async ({ runId }) => void advanced.push(runId);
    warehouse.expireLease();
    await publish(warehouse.run("cut", { build, advance }));
    const entries = await warehouse.open().history.entries(9);
    expect(entries).toMatchObject([{ runId: "cut", outcome: "recovered", publication: { runId: "cut" } }]);
    expect(advanced).toEqual(["cut"]);
  });

  test("a job that may not say what is live's leaves such a run to a publish job, before it does anything", async () => {
    const warehouse = await opened();
    const run = warehouse.run("cut");
    const resume = () => Promise.reject(new Error("killed"));
    await expect(publish({ ...run, engine: withOwn(run.engine, { resume }) })).rejects.toThrow("killed");
    warehouse.expireLease();
    const terms = { previousHours: 0, now: new Date() };
    const maintenance = { ...warehouse.run("maintenance"), advance: undefined };
    await expect(retire(maintenance, terms)).rejects.toThrow("run cut went live and was cut short; this job may not");
    expect(await warehouse.open().history.entries(9)).toEqual([]);
    await publish(warehouse.run("cut"));
    await retire(maintenance, terms);
    expect(await warehouse.mark()).toBe("cut");
  });

  test("a version that fails its smoke queries is taken back and dropped", async () => {
    const warehouse = await opened();
    await publish(warehouse.run("one"));
    const run = warehouse.run("two", { readers: ["NOBODY"] });
    const smoke = () => Promise.reject(new JobFailure("NOBODY cannot read"));
    await expect(publish({ ...run, engine: withOwn(run.engine, { smoke }) })).rejects.toThrow("taken back");
    expect(await warehouse.mark()).toBe("one");
    const { live, previous, lastRuns } = await statusOf(warehouse.open());
    expect([live?.runId, ...previous.map(({ runId }) => runId)]).toEqual(["one"]);
    expect(lastRuns.at(-1)).toMatchObject({ runId: "two", outcome: "failed" });
    await publish(warehouse.run("three"));
    expect(await warehouse.mark()).toBe("three");
  });

  test("a first version that fails its smoke queries leaves nothing live", async () => {
    const warehouse = await opened();
    const run = warehouse.run("one", { readers: ["NOBODY"] });
    const smoke = () => Promise.reject(new JobFailure("NOBODY cannot read"));
    await expect(publish({ ...run, engine: withOwn(run.engine, { smoke }) })).rejects.toThrow("taken back");
    expect((await statusOf(warehouse.open())).live).toBeNull();
    await publish(warehouse.run("two"));
    expect(await warehouse.mark()).toBe("two");
  });

  test("a rollback brings the version before back once, however often the same run is tried", async () => {
    const warehouse = await opened();
    for (const runId of ["one", "two", "three"]) await publish(warehouse.run(runId, { keepPrevious: 2 }));
    await rollback(warehouse.run("back"));
    expect(await warehouse.mark()).toBe("two");
    await rollback(warehouse.run("back"));
    expect(await warehouse.mark()).toBe("two");
    const { live, previous, lastRuns } = await statusOf(warehouse.open());
    expect(live).toMatchObject({ runId: "two", restored: { runId: "back" } });
    expect(previous.map(({ runId }) => runId)).toEqual(["three", "one"]);
    expect(lastRuns.at(-1)).toMatchObject({ runId: "back", outcome: "rolled back" });
    await rollback(warehouse.run("further back"));
    expect(await warehouse.mark()).toBe("one");
    await expect(rollback(warehouse.run("too far"))).rejects.toThrow("No version before version 1");
  });

  test("a rollback to a version that was built before a column was protected is refused, and live stays", async () => {
    const warehouse = await opened();
    const [unmasking, unmask] =
      Object.entries(warehouse.damages).find(([says]) => says.startsWith("ANALYST reads")) ?? [];
    if (unmasking === undefined || unmask === undefined) throw new Error("no damage unmasks a column");
    const one = warehouse.run("one");
    const build: PublishRun["build"] = async (candidate, terms) => {
      await one.build(candidate, terms);
      await unmask(candidate);
    };
    const rules = { ...one.rules, access: { ...one.rules.access, protects: {} } };
    await publish({ ...one, build, rules, unmasks: {} });
    await publish(warehouse.run("two", { rows: 100 }));
    await expect(rollback(warehouse.run("back"))).rejects.toThrow(unmasking);
    expect(await warehouse.mark()).toBe("two");
    await publish(warehouse.run("three", { rows: 100 }));
    await rollback(warehouse.run("back again"));
    expect(await warehouse.mark()).toBe("two");
  });

  test("a run that was live and was taken back does not come back by a retry", async () => {
    const warehouse = await opened();
    for (const runId of ["one", "two"]) await publish(warehouse.run(runId));
    await rollback(warehouse.run("back"));
    await expect(publish(warehouse.run("two"))).rejects.toThrow("Run two was live already");
    expect(await warehouse.mark()).toBe("one");
  });

  test("as many versions are kept as asked for, and retiring drops those whose time has run out", async () => {
    const warehouse = await opened();
    for (const runId of ["one", "two", "three", "four"]) await publish(warehouse.run(runId, { keepPrevious: 2 }));
    const kept = async () => (await statusOf(warehouse.open())).previous.map(({ runId }) => runId);
    expect(await kept()).toEqual(["three", "two"]);
    await retire(warehouse.run("soon"), { previousHours: 1, now: new Date() });
    expect(await kept()).toEqual(["three", "two"]);
    await retire(warehouse.run("late"), { previousHours: 1, now: new Date(Date.now() + 7_200_000) });
    expect(await kept()).toEqual([]);
    expect(await warehouse.mark()).toBe("four");
  });

  test("an audit only leaves no trace but its history", async () => {
    const warehouse = await opened();
    await publish(warehouse.run("one"));
    await publish(warehouse.run("try", { auditOnly: true }));
    expect(await warehouse.mark()).toBe("one");
    expect((await fence(warehouse.open(), "try")).resumable).toBeNull();
    await publish(warehouse.run("two"));
    expect(await warehouse.mark()).toBe("two");
  });

  test("the lease has one holder, and every holder a higher token", async () => {
    const { leases } = (await opened()).open();
    expect(await leases.current()).toBeNull();
    const first = await leases.take("one", 300);
    expect(first.taken).toBe(true);
    expect(await leases.take("two", 300)).toMatchObject({ taken: false, lease: { owner: "one" } });
    const again = await leases.take("one", 300);
    expect(again).toMatchObject({ taken: true, lease: { token: first.lease.token + 1 } });
    expect(await leases.renew(first.lease.token, 300)).toBeNull();
    expect(await leases.release(first.lease.token)).toBe(false);
    expect(await leases.renew(again.lease.token, 600)).toMatchObject({ owner: "one", released: false });
    expect(await leases.release(again.lease.token)).toBe(true);
    expect(await leases.renew(again.lease.token, 600)).toBeNull();
    expect(await leases.take("two", 300)).toMatchObject({ taken: true, lease: { token: again.lease.token + 1 } });
  });

  test("a lease that ran out goes to whoever asks next, and its holder learns of it", async () => {
    const warehouse = await opened();
    const lease = await acquireLease(warehouse.open().leases, { owner: "one", seconds: 300 });
    warehouse.expireLease();
    await expect(lease.confirm()).rejects.toThrow("ran out");
    await acquireLease(warehouse.open().leases, { owner: "two", seconds: 300 });
    await expect(lease.confirm()).rejects.toThrow("run two took it");
  });

  test("the history holds an entry once", async () => {
    const { history } = (await opened()).open();
    const entry = { runId: "one", token: 1, outcome: "failed", endedAt: "2026-03-02T02:15:00.000Z" } as const;
    await history.append(entry);
    await history.append(entry);
    await history.append({ ...entry, runId: "two", token: 2 });
    expect((await history.entries(9)).map(({ token }) => token)).toEqual([1, 2]);
    expect((await history.entries(1)).map(({ token }) => token)).toEqual([2]);
  });
}

async function fence(engine: PublishEngine, runId: string) {
  const { lease } = await engine.leases.take(runId, 300);
  const standing = await engine.fence({ token: lease.token, runId }, () => 300);
  await engine.leases.release(lease.token);
  return standing;
}

/** The same engine, with some methods of the test's own. */
function withOwn(engine: PublishEngine, own: Partial<PublishEngine>): PublishEngine {
  return new Proxy(engine, {
    get: (target, name) => {
      const value: unknown = Reflect.get(own, name) ?? Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
