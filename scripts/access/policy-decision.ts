import { ConfigurationError } from "../../constructs/support/errors.ts";

/** An IAM policy document, as far as a decision reads it. */
export interface PolicyDocument {
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: "*" | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A call, with what IAM would know about it. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

/** Everything that decides about a role's call in its own account. */
export interface Deciding {
  readonly roleArn: string;
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument | undefined;
  /** The policy of the bucket, key, cluster or topic that is called, if it has one. */
  readonly resource?: PolicyDocument | undefined;
}

/** A document from its JSON. One that says what it does not mean, instead of what it means, is refused. */
export function policyFrom(json: string): PolicyDocument {
  const document: PolicyDocument = JSON.parse(json);
  const inverted = document.Statement.flatMap(Object.keys).find((key) => key.startsWith("Not"));
  if (inverted === undefined) return document;
  throw new ConfigurationError([`A policy says ${inverted}, which access cannot judge. Name what is meant instead.`]);
}

/**
 * What IAM answers (IAM user guide, "Policy evaluation logic", one account): a Deny anywhere decides; what the boundary
 * does not allow is denied; the rest is allowed by the role's policies or by the resource's naming the role. A KMS key's
 * policy must allow in any case, be it by leaving the decision to the account.
 */
export function isAllowed({ action, resource, context }: Call, deciding: Deciding): boolean {
  const call = { action, resource, context };
  const { roleArn, identity, boundary, resource: onResource } = deciding;
  const account = roleArn.replace(/:role\/.*$/, ":root");
  const applying = (documents: readonly PolicyDocument[], effect: string) =>
    documents.flatMap(({ Statement }) => Statement).filter((one) => one.Effect === effect && applies(one, call));
  const concerning = (effect: string, principals: readonly string[]) =>
    applying(onResource ? [onResource] : [], effect).filter((one) =>
      principalsOf(one).some((name) => principals.includes(name)),
    );
  const everywhere = [...identity, ...(boundary ? [boundary] : [])];
  if (applying(everywhere, "Deny").length > 0) return false;
  if (concerning("Deny", ["*", account, roleArn]).length > 0) return false;
  if (boundary && applying([boundary], "Allow").length === 0) return false;
  if (concerning("Allow", ["*", roleArn]).length > 0) return true;
  if (applying(identity, "Allow").length === 0) return false;
  return !action.startsWith("kms:") || concerning("Allow", [account]).length > 0;
}

/** Principals that a statement names: ARNs of AWS, names of services, or * for anyone. */
export function principalsOf({ Principal = {} }: PolicyStatement): string[] {
  if (Principal === "*") return ["*"];
  return Object.values(Principal).flatMap(list);
}

/** Whether a statement speaks of an action and a resource, whatever its conditions. */
export function covers({ Action, Resource = [] }: PolicyStatement, action: string, resource: string): boolean {
  return (
    list(Action).some((pattern) => isLike(action.toLowerCase(), pattern.toLowerCase())) &&
    list(Resource).some((pattern) => isLike(resource, pattern))
  );
}

function applies(statement: PolicyStatement, { action, resource, context }: Call): boolean {
  const tests = Object.entries(statement.Condition ?? {});
  return (
    covers(statement, action, resource) &&
    tests.every(([operator, byKey]) =>
      Object.entries(byKey).every(([key, wanted]) => holds(operator, context[key], list(wanted))),
    )
  );
}

type Test = (value: string, wanted: string) => boolean;

const same: Test = (value, wanted) => value === wanted;

/** IAM user guide, "IAM JSON policy elements: Condition operators". What is not here is refused, not taken for granted. */
const operators: Readonly<Record<string, { readonly test: Test; readonly negated?: true }>> = {
  ArnEquals: { test: isLike },
  ArnLike: { test: isLike },
  ArnNotEquals: { test: isLike, negated: true },
  ArnNotLike: { test: isLike, negated: true },
  Bool: { test: same },
  NumericGreaterThanEquals: { test: (value, wanted) => Number(value) >= Number(wanted) },
  NumericLessThan: { test: (value, wanted) => Number(value) < Number(wanted) },
  StringEquals: { test: same },
  StringLike: { test: isLike },
  StringNotEquals: { test: same, negated: true },
  StringNotLike: { test: isLike, negated: true },
};

function holds(operator: string, value: string | undefined, wanted: readonly string[]): boolean {
  if (operator === "Null") return wanted.includes(String(value === undefined));
  const known = operators[operator.replace(/IfExists$/, "")];
  if (known === undefined)
    throw new ConfigurationError([
      `A policy has the condition ${operator}, which access cannot judge. Add it to scripts/access/policy-decision.ts.`,
    ]);
  if (value === undefined) return operator.endsWith("IfExists") || known.negated === true;
  const matched = wanted.some((each) => known.test(value, each));
  return known.negated ? !matched : matched;
}

/** IAM's wildcards: * for any text, ? for one character. */
export function isLike(value: string, pattern: string): boolean {
  const known = patterns.get(pattern) ?? expression(pattern);
  patterns.set(pattern, known);
  return known.test(value);
}

/** A review asks the same few patterns thousands of times. */
const patterns = new Map<string, RegExp>();

function expression(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}

export function list(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
