import type { AttributeChange, Change, Risk } from "../document.ts";
import { type Course, courseOf } from "./action-words.ts";
import { noun } from "./noun.ts";

/** Changes that say the same of different resources. */
export interface Fold {
  readonly course: Course;
  readonly risk: Risk;
  readonly changes: readonly Change[];
  /** Path of the construct that holds them all; empty for more than one construct of a stack. */
  readonly place: string;
  /** What changes in each of them; nothing of several that come or go: their type says it all. */
  readonly attributes: readonly FoldedAttribute[];
}

/** Without values where those are not the same in each. */
export type FoldedAttribute = AttributeChange & { readonly various: boolean };

/** A change in place of as many of a stack's constructs as this is a change of the stack: a default tag, for instance. */
const constructsOfOneStackWideChange = 4;

/** The folds of changes that go through the whole stack, and of the others by their top construct. */
export function folded(changes: readonly Change[]): {
  readonly wide: Fold[];
  readonly byConstruct: Map<string, Fold[]>;
} {
  const wide: Fold[] = [];
  const narrow: Change[] = [];
  for (const alike of Map.groupBy(changes, likeness).values()) {
    const everywhere = alike.some(isInPlace) && new Set(alike.map(topConstruct)).size >= constructsOfOneStackWideChange;
    if (everywhere) wide.push(fold(alike, ""));
    else narrow.push(...alike);
  }
  const byConstruct = new Map(
    [...Map.groupBy(narrow, topConstruct)].map(([construct, siblings]) => [construct, foldsOf(siblings)]),
  );
  return { wide, byConstruct };
}

/** Those that say the same; of what remains, those that say it of the same attributes of one type. */
function foldsOf(siblings: readonly Change[]): Fold[] {
  const alike = [...Map.groupBy(siblings, likeness).values()];
  const single = alike.flatMap((group) => (group.length === 1 ? group : []));
  const similar = [...Map.groupBy(single, shape).values()];
  return [...alike.filter((group) => group.length > 1), ...similar].map((group) =>
    fold(group, commonPath(group.map(({ construct }) => construct))),
  );
}

/** "12 msk topics"; of several types, "12 resources of 3 types". */
export function subject({ changes }: Fold): string {
  const types = new Set(changes.map(({ type }) => type));
  const [type = ""] = types;
  return types.size === 1
    ? `${changes.length} ${noun(type, changes.length)}`
    : `${changes.length} resources of ${types.size} types`;
}

/** How each member is told from the others: by its place below the fold's, or by its address where that does not tell. */
export function memberNames({ changes, place }: Fold): string[] {
  const below = changes.map(({ construct }) => construct.slice(place.length).replace(/^\//, ""));
  const telling = new Set(below).size === changes.length && below.every((name) => name !== "");
  return telling ? below : changes.map(({ address }) => address);
}

function fold(changes: readonly Change[], place: string): Fold {
  const [first] = changes;
  if (first === undefined) throw new Error("There is no fold of no changes.");
  const told = isInPlace(first) || changes.length === 1;
  const attributes = told ? first.attributes.map((attribute, index) => foldedAttribute(changes, attribute, index)) : [];
  return { course: courseOf(first), risk: first.risk, changes, place, attributes };
}

function foldedAttribute(changes: readonly Change[], attribute: AttributeChange, index: number): FoldedAttribute {
  const values = ({ before, after }: Partial<AttributeChange>) => JSON.stringify([before, after]);
  const various = changes.some((change) => values(change.attributes[index] ?? {}) !== values(attribute));
  return various ? { ...attribute, before: undefined, after: undefined, various } : { ...attribute, various };
}

function isInPlace({ action, attributes }: Change): boolean {
  return !["delete", "create", "forget", "read"].includes(action) && attributes.length > 0;
}

/** Changes in place are alike if they say the same, of whatever type; others if they are of one type. */
function likeness(change: Change): string {
  return JSON.stringify([...rank(change), isInPlace(change) ? change.attributes : change.type]);
}

function shape(change: Change): string {
  const attributes = change.attributes.map(({ before: _, after: __, ...rest }) => rest);
  return JSON.stringify([...rank(change), change.type, isInPlace(change) && attributes]);
}

function rank(change: Change): readonly unknown[] {
  return [courseOf(change), change.risk, change.previousAddress !== undefined];
}

export function topConstruct({ construct }: Change): string {
  return construct.split("/")[0] ?? "";
}

function commonPath(paths: readonly string[]): string {
  const [first = "", ...others] = paths;
  const parts = first.split("/");
  const differs = parts.findIndex((part, index) => others.some((path) => path.split("/")[index] !== part));
  return (differs === -1 ? parts : parts.slice(0, differs)).join("/");
}
