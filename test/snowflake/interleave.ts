import { publishAs } from "./platform.ts";
import type { Process } from "./process.ts";
import { Process as Plain } from "./process.ts";
import { endsSomehow, expire, prepare, type Scenario } from "./scenarios.ts";
import { PacedProcess } from "./schedule.ts";

/** Two runs at once, the first of a scenario. `first` is paused, the lease runs out, and the second starts. */
export interface Pair {
  readonly name: string;
  readonly scenario: Scenario;
  readonly second: (process: Process, runId: string) => Promise<unknown>;
  /** The second is another attempt of the same run, as when a pod is replaced while it still runs. */
  readonly sameRun: boolean;
}

/**
 * The first sends so many statements, the lease runs out, the second sends so many, the first goes on to its end, and the
 * second to its own: two switches. Then a last publish goes well. Throws what the observer must not see.
 */
async function interleave(pair: Pair, firstSends: number, secondSends: number): Promise<void> {
  const { server, observer } = await prepare(pair.scenario);
  const first = new PacedProcess(server, (process) => pair.scenario.act(process, "first"));
  await first.advance(firstSends);
  expire(server);
  const second = new PacedProcess(server, (process) => pair.second(process, pair.sameRun ? "first" : "second"));
  await second.advance(secondSends);
  await first.advance();
  await second.advance();
  for (const { outcome } of [first, second]) {
    if (outcome instanceof Error) await endsSomehow(Promise.reject(outcome));
  }
  if (first.outcome !== "well" && second.outcome !== "well" && !pair.scenario.name.includes("rollback")) {
    throw new Error(`neither run went well: ${first.outcome?.message}; ${second.outcome?.message}`);
  }
  expire(server);
  await publishAs(new Plain(server), "last");
  observer.lookAtEnd();
}

/** Statements at the beginning of a run in which it fences the other: what it reads there counts too. */
const ofFence = 14;

export type Points = "before each change" | "everywhere";

/**
 * All schedules that pause the first at these points, and the second at every so many-th of its own and at its end. A pause
 * just before a change is the one that counts: what was read before it is as old as it can be. Returns how many there were.
 */
export async function interleaveAll(pair: Pair, points: Points, everySecond: number): Promise<number> {
  const ofFirst = await pointsOf(pair, pair.scenario.act, points, 0);
  const ofSecond = await pointsOf(pair, pair.second, points, ofFence);
  let count = 0;
  for (const [index, firstSends] of ofFirst.entries()) {
    // Another share of the second's points each time.
    const shares = ofSecond.filter((_, each) => (each + index) % everySecond === 0);
    for (const secondSends of [...shares, Number.POSITIVE_INFINITY]) {
      count += 1;
      await interleave(pair, firstSends, secondSends).catch((error: unknown) => {
        throw new Error(`after ${firstSends} and ${secondSends}: ${error instanceof Error ? error.stack : error}`);
      });
    }
  }
  return count;
}

/** Numbers of statements after which to pause, as the run goes when nobody disturbs it. */
async function pointsOf({ scenario }: Pair, act: Scenario["act"], points: Points, all: number): Promise<number[]> {
  const { server } = await prepare(scenario);
  await act(new Plain(server), "first");
  const sent = [...server.executed.entries()];
  return sent.filter(([index, { reads }]) => points === "everywhere" || !reads || index < all).map(([index]) => index);
}
