import { z } from "zod";

type Path = readonly (string | number)[];

/** One way a configuration breaks a rule. */
export interface Breach {
  /** Where the value stands, from the object the rule is attached to. */
  readonly path: Path;
  /** Other places that took part, when the rule spans several. */
  readonly also?: readonly Path[];
  /** The rule, as a clause that follows "it": "it must be …". No full stop. */
  readonly rule: string;
  /** What to do, as a sentence without full stop. */
  readonly remedy: string;
}

/**
 * A rule across several keys of a configuration. It runs as soon as the places it reads are sound by themselves, even
 * when other keys are not, so that one answer holds every problem; what it could not judge it does not judge.
 */
export function rule<T>(reads: readonly Path[], breaches: (config: T) => Iterable<Breach>): z.core.$ZodCheck<T> {
  const check = z.check<T>((payload) => {
    for (const breach of breaches(payload.value)) {
      payload.issues.push({
        code: "custom",
        path: [...breach.path],
        input: payload.value,
        message: `${breach.rule}. ${breach.remedy}`,
        params: { also: breach.also ?? [] },
        continue: true,
      });
    }
  });
  check._zod.def.when = (payload) => payload.issues.every((issue) => isElsewhere(issue, reads));
  return check;
}

/** Another rule's breach or an unknown key leaves the values usable; a value that is wrong by itself, on or above a path that is read, does not. */
function isElsewhere(issue: z.core.$ZodRawIssue, reads: readonly Path[]): boolean {
  if (issue.code === "unrecognized_keys" || (issue.code === "custom" && issue.params?.also)) return true;
  const at = issue.path ?? [];
  return !reads.some((path) => overlaps(path, at));
}

/** `*` in a rule's path stands for any key. */
function overlaps(reads: Path, at: readonly PropertyKey[]): boolean {
  const shared = Math.min(reads.length, at.length);
  return reads.slice(0, shared).every((key, index) => key === "*" || key === at[index]);
}
