import type { Fault } from "./process.ts";
import { type Recovery, recover, type Scenario, statementsOf } from "./scenarios.ts";

export interface FaultChoice {
  /** After so many statements of others a statement that was on its way arrives. */
  readonly delays: readonly number[];
  /** Also kill after what only reads, which comes to the same as before the next statement. */
  readonly afterReads: boolean;
}

/**
 * Recovers from a kill before and after every statement of a scenario, and for those that change something from a broken
 * connection: not executed, executed, or executed later, after so many statements of others. Returns how many there were.
 */
export async function recoverEverywhere(scenario: Scenario, recovery: Recovery, choice: FaultChoice): Promise<number> {
  let count = 0;
  for (const [at, { reads }] of (await statementsOf(scenario)).entries()) {
    for (const fault of faultsAt(at, reads === true, choice)) {
      count += 1;
      await recover(scenario, fault, recovery).catch((error: unknown) => {
        throw new Error(`${JSON.stringify(fault)}: ${error instanceof Error ? error.stack : error}`);
      });
    }
  }
  return count;
}

/** The driver sends again what only reads, so a broken connection is nothing there. */
function faultsAt(at: number, reads: boolean, { delays, afterReads }: FaultChoice): Fault[] {
  const before: Fault = { at, kind: "killed before" };
  const kills: Fault[] = [before, { at, kind: "killed after" }];
  if (reads) return afterReads ? kills : [before];
  const lost: Fault[] = [
    { at, kind: "lost before" },
    { at, kind: "lost after" },
  ];
  return [...kills, ...lost, ...delays.map((after): Fault => ({ at, kind: "late", after }))];
}
