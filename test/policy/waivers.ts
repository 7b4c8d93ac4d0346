import { readFileSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { z } from "zod";

const waiver = z.strictObject({
  /** As checkov names it, like "CKV_AWS_144". */
  check: z.string().regex(/^CKV2?_AWS_[0-9]+$/),
  /** A glob over `<stack>/<type>.<id>`. */
  address: z.string().min(1),
  /** Why the check does not fit here, or what is done in its place. */
  reason: z.string().min(20),
});

export type Waiver = z.output<typeof waiver>;

/** A check that a resource failed. */
export interface Failure {
  readonly check: string;
  readonly address: string;
}

export function readWaivers(): readonly Waiver[] {
  return z.array(waiver).parse(JSON.parse(readFileSync(join(import.meta.dirname, "waivers.json"), "utf8")));
}

/** What nobody has excused, and the excuses that nothing needs. */
export function judge(failures: readonly Failure[], waivers: readonly Waiver[]) {
  const excuses = ({ check, address }: Waiver) => {
    const covers = picomatch(address);
    return (failure: Failure) => failure.check === check && covers(failure.address);
  };
  return {
    unwaived: failures.filter((failure) => !waivers.some((waiver) => excuses(waiver)(failure))),
    unused: waivers.filter((waiver) => !failures.some(excuses(waiver))),
  };
}
