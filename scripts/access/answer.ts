import type { Right } from "../../environments/access-config.ts";

/** Roles and services by what they can do with an object. */
export type Holders = { readonly [right in Right]?: readonly string[] | undefined };

/** Something that access is asked about, with who can do what with it. */
export interface Answer {
  /** Kind and name, as in "topic user_events" and "schema ANALYTICS.MARTS". */
  readonly object: string;
  /** Each list sorted; a right that nobody has is missing. */
  readonly who: Holders;
}

export function answer(object: string, who: Holders): Answer {
  const held = Object.entries(who).flatMap(([right, names]) =>
    names.length > 0 ? [[right, [...new Set(names)].sort()] as const] : [],
  );
  return { object, who: Object.fromEntries(held) };
}
