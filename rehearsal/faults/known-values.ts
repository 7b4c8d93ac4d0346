import { member } from "../cloud/paths.ts";
import { isValues, type Value, type Values } from "../value.ts";

/**
 * What a plan knows of an object: `after` of `terraform show -json`, less what is marked unknown or sensitive there.
 * A list of several elements with an unknown inside is left out whole: if it is a set, its order is not known either.
 */
export function knownValues(after: Value, unknown: Value, sensitive: Value): Value | undefined {
  if (unknown === true || sensitive === true) return undefined;
  if (Array.isArray(after)) {
    const elements = after.map((element, index) => knownValues(element, at(unknown, index), at(sensitive, index)));
    const whole = !holdsTrue(unknown) && !holdsTrue(sensitive);
    return whole || after.length === 1 ? elements.filter((element) => element !== undefined) : undefined;
  }
  if (!isValues(after)) return after;
  return Object.fromEntries(
    Object.entries(after).flatMap(([name, value]): [string, Value][] => {
      const known = knownValues(value, at(unknown, name), at(sensitive, name));
      return known === undefined ? [] : [[name, known]];
    }),
  );
}

/** Whether an object may be the planned one: nothing that the plan knows is otherwise. */
export function agrees(known: Value, actual: Value | undefined): boolean {
  if (Array.isArray(known)) return Array.isArray(actual) && agreesInAnyOrder(known, actual);
  if (isValues(known)) {
    const object: Values | undefined = isValues(actual) ? actual : undefined;
    return object !== undefined && Object.entries(known).every(([name, value]) => agrees(value, object[name]));
  }
  // Numbers travel in several forms: see Value.
  return typeof actual !== "object" || actual === null ? String(known ?? null) === String(actual ?? null) : false;
}

function agreesInAnyOrder(known: readonly Value[], actual: readonly Value[]): boolean {
  if (known.length > actual.length) return false;
  const left = [...actual];
  return known.every((value) => {
    const place = left.findIndex((candidate) => agrees(value, candidate));
    if (place >= 0) left.splice(place, 1);
    return place >= 0;
  });
}

function at(marks: Value, step: string | number): Value {
  if (Array.isArray(marks)) return marks[Number(step)] ?? null;
  return isValues(marks) ? member(marks, String(step)) : null;
}

function holdsTrue(marks: Value): boolean {
  if (Array.isArray(marks)) return marks.some(holdsTrue);
  return isValues(marks) ? Object.values(marks).some(holdsTrue) : marks === true;
}
