import { type AccessConfig, type Right, rights } from "../../environments/access-config.ts";
import { nearest } from "../../environments/nearest.ts";
import type { Answer } from "./answer.ts";

/** Where the synthesized answer is not the declared one. */
export interface Difference {
  readonly object: string;
  readonly right: Right;
  readonly declared: readonly string[];
  readonly synthesized: readonly string[];
  /** The object of nearly the same name, when there is none of this one. */
  readonly perhaps?: string | undefined;
}

/** What is not declared is expected of nobody; what is declared must be so. */
export function differences(declared: AccessConfig, answers: readonly Answer[]): Difference[] {
  const found = new Map(answers.map(({ object, who }) => [object, who]));
  const objects = [...new Set([...found.keys(), ...Object.keys(declared)])];
  return objects.flatMap((object) =>
    rights.flatMap((right) => {
      const expected = [...(declared[object]?.[right] ?? [])].sort();
      const held = found.get(object)?.[right] ?? [];
      if (expected.join() === held.join()) return [];
      const perhaps = found.has(object) ? undefined : nearest(object, [...found.keys()]);
      return [{ object, right, declared: expected, synthesized: held, ...(perhaps && { perhaps }) }];
    }),
  );
}

/** A difference in a sentence: what is declared, what would be deployed, and what that means. */
export function sentence({ object, right, declared, synthesized, perhaps }: Difference): string {
  const more = synthesized.filter((name) => !declared.includes(name));
  const fewer = declared.filter((name) => !synthesized.includes(name));
  const means = [
    more.length > 0 ? `${more.join(", ")} would gain it unexpectedly` : "",
    fewer.length > 0 ? `${fewer.join(", ")} would not have it` : "",
    perhaps ? `there is no ${object}, perhaps ${perhaps}` : "",
  ];
  const names = (list: readonly string[]) => list.join(", ") || "nobody";
  return `${object}, ${right}: declared ${names(declared)}; synthesized ${names(synthesized)}. So ${means.filter(Boolean).join("; ")}.`;
}
