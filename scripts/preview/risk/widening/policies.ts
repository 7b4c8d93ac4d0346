import { covers, type PolicyStatement } from "./policy-document.ts";

/** What one policy lets through and another did not. */
export interface Widening {
  readonly kind: "action" | "resource" | "principal" | "condition" | "deny" | "inverted";
  /** Actions that are newly let through, as IAM names them. */
  readonly actions: readonly string[];
}

type Atom = Readonly<{ principal: string; action: string; resource: string }>;

/** Statement by statement: an added action, resource or principal, a removed condition and a removed denial widen; the reverse narrows. */
export function widenings(before: readonly PolicyStatement[], after: readonly PolicyStatement[]): Widening[] {
  const changed = changedAllowing(before, after);
  const kept = new Set(after.map(({ text }) => text));
  const gone = before.filter(({ effect, text }) => effect === "Deny" && !kept.has(text));
  const allowing = before.filter(({ effect }) => effect === "Allow");
  const denying = after.filter(({ effect }) => effect === "Deny");
  const lost = gone.filter((deny) => !isDenied(deny, denying));
  return [
    ...changed.flatMap((statement) => newlyAllowed(statement, allowing)),
    ...lost.map((): Widening => ({ kind: "deny", actions: [] })),
  ];
}

/** The statements that let through what none of before did: one that is renamed, written otherwise or narrower does not. */
export function newlyAllowing(
  before: readonly PolicyStatement[] = [],
  after: readonly PolicyStatement[] = [],
): PolicyStatement[] {
  const allowing = before.filter(({ effect }) => effect === "Allow");
  return changedAllowing(before, after).filter((statement) => newlyAllowed(statement, allowing).length > 0);
}

function changedAllowing(before: readonly PolicyStatement[], after: readonly PolicyStatement[]): PolicyStatement[] {
  const known = new Set(before.map(({ text }) => text));
  return after.filter(({ effect, text }) => effect === "Allow" && !known.has(text));
}

function newlyAllowed(statement: PolicyStatement, allowing: readonly PolicyStatement[]): Widening[] {
  if (statement.inverted) return [{ kind: "inverted", actions: [] }];
  const others = allowing.filter(({ inverted }) => !inverted);
  const atoms = atomsOf(statement).filter(
    (atom) => !others.some((other) => reaches(other, atom) && bindsNoMore(other, statement)),
  );
  const kinds = new Map<Widening["kind"], Set<string>>();
  for (const atom of atoms) {
    const kind = kindOf(atom, statement, others);
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(atom.action));
  }
  return [...kinds].map(([kind, actions]) => ({ kind, actions: [...actions].sort() }));
}

/** The first thing that no statement of before has in common with the atom. */
function kindOf(atom: Atom, statement: PolicyStatement, others: readonly PolicyStatement[]): Widening["kind"] {
  if (others.some((other) => reaches(other, atom))) return "condition";
  const sameAction = others.filter((other) => other.actions.some((action) => covers(action, atom.action, true)));
  if (sameAction.length === 0) return "action";
  return statement.principals.length === 0 || sameAction.some((other) => admits(other, atom.principal))
    ? "resource"
    : "principal";
}

function isDenied(deny: PolicyStatement, denying: readonly PolicyStatement[]): boolean {
  if (deny.inverted) return false;
  // A denial with more conditions denies less.
  const others = denying.filter(({ inverted }) => !inverted);
  return atomsOf(deny).every((atom) => others.some((other) => reaches(other, atom) && bindsNoMore(other, deny)));
}

/** Whether every condition of one statement is a condition of the other too, with the same values or fewer. */
function bindsNoMore(one: PolicyStatement, other: PolicyStatement): boolean {
  return [...one.conditions].every(([key, values]) => {
    const bound = other.conditions.get(key);
    return bound !== undefined && narrower(key, bound, values);
  });
}

/** Of an operator that denies a match, more values bind more; of every other, fewer. */
function narrower(key: string, bound: readonly string[], values: readonly string[]): boolean {
  const negated = /^\S*Not/.test(key);
  const [few, many] = negated ? [values, bound] : [bound, values];
  return few.every((value) => many.includes(value));
}

function reaches(statement: PolicyStatement, { principal, action, resource }: Atom): boolean {
  return (
    admits(statement, principal) &&
    statement.actions.some((pattern) => covers(pattern, action, true)) &&
    statement.resources.some((pattern) => covers(pattern, resource))
  );
}

function admits({ principals }: PolicyStatement, principal: string): boolean {
  return principal === "" || principals.includes("*") || principals.includes(principal);
}

function atomsOf({ principals, actions, resources }: PolicyStatement): Atom[] {
  const named = principals.length === 0 ? [""] : principals;
  return named.flatMap((principal) =>
    actions.flatMap((action) => resources.map((resource) => ({ principal, action, resource }))),
  );
}
