import { isValues, texts } from "../../plan/values.ts";

/** One statement of an IAM policy, with every element as a list (IAM user guide, "Grammar of the IAM JSON policy language"). */
export interface PolicyStatement {
  readonly effect: "Allow" | "Deny";
  /** `AWS:arn…`, `Service:…`, `*`; none in the policy of an identity. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** NotAction, NotResource or NotPrincipal: what it reaches cannot be listed. */
  readonly inverted: boolean;
  /** Operator, key and values, one text for each key. */
  readonly conditions: ReadonlyMap<string, readonly string[]>;
  /** The statement in one form, however it is written and named, for comparing what cannot be listed. */
  readonly text: string;
}

/** The statements of a policy's text; undefined where it is none, or known only when applied. */
export function policyStatements(text: unknown): PolicyStatement[] | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const document: unknown = JSON.parse(text);
    if (!isValues(document) || document.Statement === undefined) return undefined;
    return [document.Statement].flat().map(statement);
  } catch {
    return undefined;
  }
}

function statement(value: unknown): PolicyStatement {
  const body = isValues(value) ? value : {};
  return {
    effect: body.Effect === "Deny" ? "Deny" : "Allow",
    principals: principals(body.Principal),
    actions: texts(body.Action),
    // A trust policy names no resource: it is its role's.
    resources: body.Resource === undefined ? ["*self"] : texts(body.Resource),
    inverted: ["NotAction", "NotResource", "NotPrincipal"].some((name) => body[name] !== undefined),
    conditions: conditions(body.Condition),
    text: JSON.stringify(inOneForm({ ...body, Sid: "" })),
  };
}

/** Keys and lists in order, and a list of one as its element: to IAM it is the same. */
function inOneForm(value: unknown): unknown {
  if (Array.isArray(value)) {
    const [only, ...others] = value.map(inOneForm).sort();
    return others.length > 0 ? [only, ...others] : only;
  }
  if (!isValues(value)) return String(value);
  const entries = Object.entries(value).map(([key, found]) => [key, inOneForm(found)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Whether a condition's operator asks for a value: others are true of all but some, or of a caller without the key. */
export function asksForValue(operator: string): boolean {
  return !/Not|IfExists|^Null|^ForAllValues/.test(operator);
}

function principals(value: unknown): string[] {
  if (!isValues(value)) return texts(value);
  return Object.entries(value).flatMap(([kind, names]) =>
    texts(names).map((name) => (name === "*" && kind === "AWS" ? "*" : `${kind}:${name}`)),
  );
}

function conditions(value: unknown): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  if (!isValues(value)) return found;
  for (const [operator, keys] of Object.entries(value))
    for (const [key, values] of Object.entries(isValues(keys) ? keys : {}))
      found.set(`${operator} ${key.toLowerCase()}`, [values].flat().map(String).sort());
  return found;
}

/** Whether a pattern of IAM, with `*` and `?`, covers another text or pattern. */
export function covers(pattern: string, other: string, ignoreCase = false): boolean {
  if (pattern === "*" || pattern === other) return true;
  const escaped = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    // A sign for one character is not one for several.
    .replaceAll("?", "[^*]");
  return new RegExp(`^${escaped}$`, ignoreCase ? "is" : "s").test(other);
}
