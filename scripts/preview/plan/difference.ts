import { isValues, namesOf, type Path } from "./values.ts";

/** One attribute that a plan changes, with what it is before and after; in memory only, never in the document. */
export interface Difference {
  readonly path: Path;
  /** The path without its indexes: what tables of attributes are keyed by. */
  readonly name: string;
  /** Undefined where there was nothing, or is nothing any more. */
  readonly before: unknown;
  readonly after: unknown;
  /** Known only when applied. */
  readonly unknown: boolean;
}

interface Comparison {
  readonly before: unknown;
  readonly after: unknown;
  /** `after_unknown`: true for what is known only when applied, and nothing for the rest. */
  readonly unknown: unknown;
  /** Whether what is added or removed as a whole is taken apart at this path. */
  readonly opens: (path: Path) => boolean;
}

/** Where two values of one resource differ, in the order of the attributes. */
export function differences(comparison: Comparison): Difference[] {
  const found: Difference[] = [];
  compare([], comparison, found);
  return found;
}

function compare(path: Path, comparison: Comparison, found: Difference[]): void {
  const { before, after, unknown, opens } = comparison;
  const later = holdsUnknown(unknown);
  const same = isNothing(before) ? isNothing(after) : before === after;
  if (same && !later) return;
  const whole = isNothing(before) !== isNothing(after) && path.length > 0 && !opens(path);
  if (unknown === true) {
    found.push({ path, name: namesOf(path), before: before ?? undefined, after: undefined, unknown: true });
  } else if (!whole && isGroup(before, isValues) && isGroup(after, isValues)) {
    compareMembers(path, comparison, found);
  } else if (!whole && isGroup(before, Array.isArray) && isGroup(after, Array.isArray)) {
    compareElements(path, comparison, found);
  } else if (!same && !(isEmpty(before) && isEmpty(after))) {
    found.push({ path, name: namesOf(path), before: before ?? undefined, after: after ?? undefined, unknown: later });
  }
}

function compareMembers(path: Path, { before, after, unknown, opens }: Comparison, found: Difference[]): void {
  const names = new Set([before, after, unknown].flatMap((value) => (isValues(value) ? Object.keys(value) : [])));
  for (const name of names) {
    const part = (value: unknown) => (isValues(value) && Object.hasOwn(value, name) ? value[name] : undefined);
    compare([...path, name], { before: part(before), after: part(after), unknown: part(unknown), opens }, found);
  }
}

/** Elements that stand on both sides are left out, so that one block more does not seem to change all after it. */
function compareElements(path: Path, { before, after, unknown, opens }: Comparison, found: Difference[]): void {
  const old = elements(before);
  const now = elements(after);
  const unknowns = elements(unknown);
  const moved = old.length !== now.length;
  const left = moved ? unmatched(old, now) : old.map((_, index) => index);
  const right = moved ? unmatched(now, old) : now.map((_, index) => index);
  for (let index = 0; index < Math.max(left.length, right.length, moved ? 0 : unknowns.length); index += 1) {
    const from = left[index];
    const to = right[index] ?? (moved ? undefined : index);
    compare(
      [...path, to ?? from ?? index],
      {
        before: from === undefined ? undefined : old[from],
        after: to === undefined ? undefined : now[to],
        unknown: to === undefined ? undefined : unknowns[to],
        opens,
      },
      found,
    );
  }
}

/** Indexes of the elements that have no equal on the other side. */
function unmatched(elements: readonly unknown[], others: readonly unknown[]): number[] {
  const free = new Map<string, number>();
  for (const other of others) {
    const key = JSON.stringify(other);
    free.set(key, (free.get(key) ?? 0) + 1);
  }
  return elements.flatMap((element, index) => {
    const key = JSON.stringify(element);
    const left = free.get(key) ?? 0;
    free.set(key, left - 1);
    return left > 0 ? [] : [index];
  });
}

function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isGroup(value: unknown, is: (value: unknown) => boolean): boolean {
  return isNothing(value) || is(value);
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

/** No attribute, and an attribute or block without anything in it: a plan writes one for the other. */
function isEmpty(value: unknown): boolean {
  if (value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isNothing(value) || (isValues(value) && Object.keys(value).length === 0);
}

function holdsUnknown(unknown: unknown): boolean {
  if (unknown === true) return true;
  if (Array.isArray(unknown)) return unknown.some(holdsUnknown);
  return isValues(unknown) && Object.values(unknown).some(holdsUnknown);
}
