import { isValues, type Values } from "./values.ts";

/** One place in another stack's outputs that a stack reads. */
export interface OutputReading {
  /** Name of the remote state as the reader calls it, which is the layer that is read. */
  readonly of: string;
  /** Output, then members: `handover`, `keyArns`, `logs`. */
  readonly path: readonly string[];
}

const reading = /data\.terraform_remote_state\.([\w-]+)\.outputs((?:\.[\w-]+|\["[^"\]]*"\]|\[\d+\])+)/g;

/** What a synthesized stack reads of others' outputs; `text` is its `cdk.tf.json`. */
export function outputReadings(text: string): OutputReading[] {
  const found = new Map<string, OutputReading>();
  // Inside JSON, the quotes of an index are escaped.
  for (const [whole, of = "", steps = ""] of text.replaceAll('\\"', '"').matchAll(reading)) {
    const path = [...steps.matchAll(/\.([\w-]+)|\["([^"]*)"\]|\[(\d+)\]/g)].map(
      ([, name, key, index]) => name ?? key ?? index ?? "",
    );
    found.set(whole, { of, path });
  }
  return [...found.values()];
}

/** A reading by a deployed stack. */
export interface DeployedReading extends OutputReading {
  /** The stack's name. */
  readonly by: string;
  /** The stack's next configuration reads it no more. */
  readonly ends: boolean;
}

interface Reader {
  readonly stack: string;
  /** Its `cdk.tf.json`, as deployed and as it is to be. */
  readonly base?: string;
  readonly head?: string;
}

/** What deployed stacks read of others' outputs. */
export function deployedReadings(readers: readonly Reader[]): DeployedReading[] {
  return readers.flatMap(({ stack, base, head }) => {
    const next = new Set(head === undefined ? [] : outputReadings(head).map(placeOf));
    const deployed = base === undefined ? [] : outputReadings(base);
    return deployed.map((reading) => ({ ...reading, by: stack, ends: !next.has(placeOf(reading)) }));
  });
}

function placeOf({ of, path }: OutputReading): string {
  return [of, ...path].join("\0");
}

/** What stands at a path of outputs; undefined where nothing does. */
export function outputAt(outputs: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isValues(value) && Object.hasOwn(value as Values, step) ? value[step] : undefined;
  }, outputs);
}
