import { JobFailure } from "../failure.ts";
import { keyOf } from "../lake-layout.ts";
import { type LakeSource, readManifest } from "../lake-manifest.ts";
import { type Day, type DayPlan, planDay } from "./day-plan.ts";
import { type DayTerms, DayWriter } from "./day-writer.ts";
import { Tally } from "./tally.ts";

export interface DayOutcome {
  /** What went into silver now. */
  readonly loaded: readonly LakeSource[];
  /** Files of bronze that silver had as they are. */
  readonly kept: number;
  readonly gone: readonly string[];
  /** Rows loaded now that repeat another, at least. */
  readonly repeated: number;
  readonly tally: Tally;
}

/** Thrown when another run wrote the day's manifest meanwhile. Nothing of this attempt counts; the day is to be looked at again. */
export class DayOvertaken extends Error {
  override name = "DayOvertaken";
}

/**
 * Brings a day of silver up to what bronze holds of it. The manifest is the step from the day as it was to the day as it
 * is, and is replaced only where it is still the one that was read: of two runs at once the slower starts over.
 */
export async function ingestDay(day: Day, terms: DayTerms): Promise<DayOutcome> {
  const { source, silver } = terms;
  const key = keyOf({ kind: "manifest", dataset: source.to, ingestDate: day.ingestDate });
  const text = await silver.text(key);
  const before = text === undefined ? undefined : readManifest(key, text);
  const plan = planDay(before, day);
  const kept = day.files.length - plan.load.length - day.skip.size;
  if (plan.load.length === 0 && plan.replace.length === 0)
    return { loaded: [], kept, gone: plan.gone, repeated: 0, tally: new Tally() };
  if (plan.load.length === 0) throw emptied(key, plan);
  const writer = new DayWriter(day.ingestDate, terms);
  const { manifest, loaded, repeated, tally } = await writer.write(plan, before);
  await writer.release(before, manifest);
  if (!(await silver.replace(key, text, `${JSON.stringify(manifest, null, 2)}\n`))) {
    // What was released stays until maintenance finds that no manifest names it: an answer of the store may have been lost.
    throw new DayOvertaken(`${silver.place(key)} was replaced by another run.`);
  }
  await writer.clear(before, manifest);
  return { loaded, kept, gone: plan.gone, repeated, tally };
}

function emptied(key: string, { gone }: DayPlan): JobFailure {
  return new JobFailure(
    `${key}: the bronze zone has none of the ${gone.length} files it was made from (${gone.slice(0, 3).join(", ")}); loading the day again would empty it. Restore them, or leave the day out.`,
  );
}
