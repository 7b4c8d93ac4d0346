import { createHash } from "node:crypto";
import { type FailureFault, type FaultyOperation, keyOf } from "./fault.ts";
import { covers } from "./glob.ts";
import type { Progress } from "./progress.ts";

/** One call that may meet a fault. */
export interface Call {
  readonly operation: FaultyOperation;
  readonly type: string;
  /** Several for twins, which are one target; none recorded leaves the type, as in "aws_vpc.". */
  readonly addresses: readonly string[];
}

/** Whether this call fails by the fault, counting that it did. */
export function strikes(fault: FailureFault, call: Call, progress: Progress): boolean {
  if (fault.fail !== call.operation) return false;
  const limit = fault.times === "always" ? Number.POSITIVE_INFINITY : fault.times;
  if ("address" in fault) return isTarget(fault.address, call) && progress.take(keyOf(fault), limit);
  const [address = ""] = call.addresses;
  const one = createHash("sha256").update(address).digest("hex").slice(0, 16);
  return chosen(fault.seed, address) < fault.share && progress.take(`${keyOf(fault)}-${one}`, limit);
}

export function isTarget(glob: string, { addresses }: Call): boolean {
  return addresses.some((address) => covers(glob, address));
}

/** A place from 0 to below 100 that the seed gives an address. */
function chosen(seed: number, address: string): number {
  const digest = createHash("sha256").update(`${seed} ${address}`).digest();
  return (digest.readUInt32BE(0) / 2 ** 32) * 100;
}
