import { ConfigurationError } from "../../constructs/support/errors.ts";
import { nearest } from "../../environments/nearest.ts";
import type { Answer } from "./answer.ts";
import type { Difference } from "./comparison.ts";
import type { Review } from "./review.ts";

export interface Wanted {
  readonly role?: string | undefined;
  readonly object?: string | undefined;
}

/** The answers about one role or one object, with what lies in it. Throws a {@link ConfigurationError} that names the nearest when there is no such one. */
export function selected({ answers, roles }: Review, { role, object }: Wanted): Answer[] {
  const objects = answers.map((each) => each.object);
  if (role !== undefined && !roles.includes(role)) throw new ConfigurationError([unknown("role", role, roles)]);
  if (object !== undefined && !objects.some((each) => isIn(each, object)))
    throw new ConfigurationError([unknown("object", object, [...objects, ...objects.map(nameOf)])]);
  return answers
    .filter((each) => object === undefined || isIn(each.object, object))
    .flatMap((each) => (role === undefined ? [each] : held(each, role)));
}

/** Those differences that are about what was asked. */
export function concerning(all: readonly Difference[], { role, object }: Wanted): Difference[] {
  return all.filter(
    (each) =>
      (object === undefined || isIn(each.object, object)) &&
      (role === undefined || [...each.declared, ...each.synthesized].includes(role)),
  );
}

/** An object goes by its name with or without its kind; a zone stands for its folders, a database for its schemas. */
function isIn(object: string, asked: string): boolean {
  return [object, nameOf(object)].some(
    (name) => name === asked || name.startsWith(`${asked}/`) || name.startsWith(`${asked}.`),
  );
}

function nameOf(object: string): string {
  return object.slice(object.indexOf(" ") + 1);
}

function held({ object, who }: Answer, role: string): Answer[] {
  const rights = Object.entries(who).filter(([, names]) => names.includes(role));
  return rights.length > 0 ? [{ object, who: Object.fromEntries(rights.map(([right]) => [right, [role]])) }] : [];
}

function unknown(what: string, asked: string, known: readonly string[]): string {
  // A physical name starts with the platform and the environment.
  const near = nearest(asked, known) ?? nearest(asked.split("-").slice(2).join("-"), known);
  const hint = near
    ? `Did you mean ${near}?`
    : `There are: ${[...new Set(known.filter((each) => what === "role" || each.includes(" ")))].join(", ")}.`;
  return `--${what} is ${asked}; there is no such ${what}. ${hint}`;
}
