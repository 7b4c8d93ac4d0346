import { isDeepStrictEqual } from "node:util";
import { type OutputReading, outputAt, outputReadings } from "../plan/output-readers.ts";
import type { Plan } from "../plan/plan.ts";
import { isValues, type Values } from "../plan/values.ts";

/** A stack before another one, as that one finds it. */
export interface Upstream {
  /** What it hands over now; undefined where that could not be read. */
  readonly outputs: Values | undefined;
  /** What becomes of its outputs; undefined while nobody can tell, because its own plan is not the last word. */
  readonly changes: Plan["output_changes"] | undefined;
}

/** What a stack's plan would stand on: on what is there and stays, on what is about to change, or on what is not there yet. */
export interface Footing {
  /** Readings of outputs that do not exist yet: such a stack cannot be planned on its own cloud. */
  readonly missing: readonly string[];
  /** Readings of outputs that are about to change, or may. */
  readonly moving: readonly string[];
}

/** @param text the stack's `cdk.tf.json`, as it is to be */
export function footingOf(text: string, upstream: ReadonlyMap<string, Upstream>): Footing {
  const readings = outputReadings(text).flatMap((reading) => {
    const from = upstream.get(reading.of);
    return from === undefined ? [] : [{ reading, from }];
  });
  const missing = readings.filter(({ reading, from }) => isMissing(reading, from)).map(({ reading }) => named(reading));
  const moving = readings.flatMap(({ reading, from }) => movement(reading, from));
  return { missing: [...new Set(missing)].sort(), moving: [...new Set(moving)].sort() };
}

function isMissing({ path }: OutputReading, { outputs }: Upstream): boolean {
  return outputs !== undefined && outputAt(outputs, path) === undefined;
}

function movement(reading: OutputReading, { changes }: Upstream): string[] {
  const [output = "", ...path] = reading.path;
  // Whatever is handed through from further up may change with it.
  if (changes === undefined) return [named({ ...reading, path: [output] })];
  const change = changes[output];
  if (change === undefined) return [];
  const stays =
    !isUnknownAt(change.after_unknown, path) &&
    isDeepStrictEqual(outputAt(change.before, path), outputAt(change.after, path));
  return stays ? [] : [named(reading)];
}

function isUnknownAt(unknown: unknown, path: readonly string[]): boolean {
  if (unknown === true) return true;
  const [step, ...rest] = path;
  if (step !== undefined)
    return isUnknownAt(Array.isArray(unknown) ? unknown[Number(step)] : valueAt(unknown, step), rest);
  if (Array.isArray(unknown)) return unknown.some((element) => isUnknownAt(element, []));
  return isValues(unknown) && Object.values(unknown).some((value) => isUnknownAt(value, []));
}

function valueAt(values: unknown, name: string): unknown {
  return isValues(values) && Object.hasOwn(values, name) ? values[name] : undefined;
}

/** As the reader writes it, less what is the same in all: `foundation.handover.keyArns.logs`. */
function named({ of, path }: OutputReading): string {
  return [of, ...path].join(".");
}
