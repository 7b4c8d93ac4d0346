import { z } from "zod";
import { guarded, soundly } from "./soundness.ts";

type Path = readonly (string | number)[];

/** One way a configuration breaks a rule. */
export interface Breach {
  /** Where the value stands, from the object the rule is attached to. */
  readonly path: Path;
  /** Other places that took part, when the rule spans several. */
  readonly also?: readonly Path[];
  /** The rule is about the entry's name, not about what it holds. */
  readonly aboutName?: boolean;
  /** The rule, as a clause that follows "it": "it must be …". No full stop. */
  readonly rule: string;
  /** What to do, as a sentence without full stop. */
  readonly remedy: string;
}

/** What a breach's issue carries beside its message. `depth` is the length of the breach's own path: what stands before it in the issue's path stands before `also` too. */
export interface BreachParams {
  readonly depth: number;
  readonly also: readonly Path[];
  readonly aboutName: boolean;
  readonly value: unknown;
}

/**
 * A rule across several keys of a configuration. It always runs: where it reads a value that is wrong by itself, it ends
 * (or, inside {@link each}, goes on with the next entry). So one answer holds every problem, and none that only follows
 * from another.
 */
export function rule<T>(breaches: (config: T) => Iterable<Breach>): z.core.$ZodCheck<T> {
  const check = z.check<T>((payload) => {
    const broken = payload.issues.filter(isBroken).map(unusable);
    const config = broken.length === 0 ? payload.value : guarded(payload.value, broken);
    for (const breach of soundly(() => breaches(config))) {
      const { path, also = [], aboutName = false } = breach;
      const params: BreachParams = { depth: path.length, also, aboutName, value: valueAt(payload.value, path) };
      const message = `${breach.rule}. ${breach.remedy}`;
      payload.issues.push({ code: "custom", path: [...path], input: payload.value, message, params, continue: true });
    }
  });
  check._zod.def.when = (payload) => !payload.issues.some((issue) => isBroken(issue) && unusable(issue).length === 0);
  return check;
}

/** What the breach of a rule carries; undefined for any other issue. */
export function breachParams(issue: z.core.$ZodRawIssue | z.core.$ZodIssue): BreachParams | undefined {
  return issue.code === "custom" && issue.params && "depth" in issue.params
    ? (issue.params as BreachParams)
    : undefined;
}

/** Where values cannot be judged. An object whose kind is unknown cannot as a whole: its issue stands at the key that names the kind. */
function unusable(issue: z.core.$ZodRawIssue): readonly PropertyKey[] {
  const path = issue.path ?? [];
  return issue.code === "invalid_union" ? path.slice(0, -1) : path;
}

/** Another rule's breach or an unknown key leaves the values usable; a value that is wrong by itself is not. */
function isBroken(issue: z.core.$ZodRawIssue): boolean {
  return issue.code !== "unrecognized_keys" && breachParams(issue) === undefined;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
    value,
  );
}
