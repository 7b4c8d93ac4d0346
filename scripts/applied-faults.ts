import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ConfigurationError } from "../constructs/support/errors.ts";
import { Refusal } from "../rehearsal/cloud/cloud.ts";
import { type Fault, type FaultInput, keyOf, RUN_FAULTS, readFaults } from "../rehearsal/faults/fault.ts";
import { removeLost } from "../rehearsal/faults/loss.ts";
import { Progress } from "../rehearsal/faults/progress.ts";

export interface MetFault {
  readonly fault: string;
  /** Calls that failed, changes that were counted. Delays, lags and losses are not counted. */
  readonly met: number;
}

/** The faults of one run, taken away again at its end; those that the folder's own file keeps stay. */
export class AppliedFaults {
  private readonly cloud: string;
  private readonly file: string;
  private readonly faults: readonly Fault[];

  /** @throws ConfigurationError when the faults asked for, or the folder's own, cannot be read */
  constructor(cloud: string, faults: readonly FaultInput[]) {
    this.cloud = cloud;
    this.file = join(cloud, RUN_FAULTS);
    rmSync(this.file, { force: true });
    if (faults.length > 0) {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(this.file, JSON.stringify({ faults }));
    }
    this.faults = read(cloud);
    const progress = new Progress(cloud);
    for (const fault of this.faults.slice(this.faults.length - faults.length)) progress.forget(keyOf(fault));
  }

  removeLost(): string[] {
    return removeLost(this.cloud, this.faults);
  }

  met(): MetFault[] {
    const progress = new Progress(this.cloud);
    return this.faults
      .filter((fault) => "fail" in fault || "stopAfter" in fault)
      .map((fault) => ({ fault: JSON.stringify(fault), met: progress.total(keyOf(fault)) }));
  }

  end(): void {
    rmSync(this.file, { force: true });
  }
}

function read(cloud: string): Fault[] {
  try {
    return readFaults(cloud);
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    throw new ConfigurationError([problem.finding.detail]);
  }
}
