import { conditionedActions, unscopedActions } from "./unscoped-actions.ts";

/** In a policy that is attached to a resource: that resource. A key policy can name its key in no other way. */
export const self: unique symbol = Symbol("self");

export type PolicyResource = string | typeof self;
type OneOrMore = string | readonly string[];

export interface Principals {
  readonly service?: OneOrMore;
  readonly aws?: OneOrMore;
  /** Identity providers of the account, by ARN. */
  readonly federated?: OneOrMore;
}

/** Operator → condition key → values, as in IAM: `{ StringEquals: { "aws:SourceAccount": "…" } }`. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;

interface Extra<P> {
  readonly sid?: string;
  readonly principals?: P;
  readonly conditions?: Conditions;
}

/** One statement as IAM reads it. Made by {@link allow} and {@link deny} only. */
export interface Statement {
  readonly Sid: string | undefined;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: Readonly<Record<string, readonly string[]>> | "*" | undefined;
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | undefined;
  readonly Condition: Conditions | undefined;
}

/**
 * Allows `actions`, each written out, on `resources`. No resources stand for a trust policy, whose resource is its role.
 * Throws at a wildcard action, at the resource "*" unless every action is one of {@link unscopedActions} or stands under a
 * condition of {@link conditionedActions}, and at the principal "*" unless a condition names the caller.
 */
export function allow(
  actions: readonly string[],
  resources: readonly PolicyResource[],
  extra: Extra<Principals> = {},
): Statement {
  refuseWildcards(actions, resources, extra.conditions);
  refuseEveryone(extra);
  return statement("Allow", actions, resources, extra);
}

/** Denies `actions` on `resources`; wildcards only make a denial safer. `principals: "*"` is everyone. */
export function deny(
  actions: readonly string[],
  resources: readonly PolicyResource[],
  extra: Extra<Principals | "*"> = {},
): Statement {
  return statement("Deny", actions, resources, extra);
}

/** The JSON text of a policy: statements as given, actions sorted, resources in the order of their lists. */
export function policyDocument(...statements: readonly Statement[]): string {
  if (statements.length === 0) throw new Error("A policy without statements allows nothing; leave the policy out.");
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function statement(
  effect: Statement["Effect"],
  actions: readonly string[],
  resources: readonly PolicyResource[],
  extra: Extra<Principals | "*">,
): Statement {
  if (actions.length === 0) throw new Error("A policy statement needs an action.");
  if (resources.length === 0 && !extra.principals)
    throw new Error("A policy statement needs a resource or a principal.");
  return {
    Sid: extra.sid,
    Effect: effect,
    Principal: renderPrincipals(extra.principals),
    Action: [...actions].sort(),
    Resource: resources.length > 0 ? resources.map((resource) => (resource === self ? "*" : resource)) : undefined,
    Condition: extra.conditions,
  };
}

function renderPrincipals(principals: Principals | "*" | undefined): Statement["Principal"] {
  if (principals === undefined || principals === "*") return principals;
  const kinds = { Service: list(principals.service), AWS: list(principals.aws), Federated: list(principals.federated) };
  return Object.fromEntries(Object.entries(kinds).filter(([, names]) => names.length > 0));
}

function list(value: OneOrMore = []): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function refuseWildcards(
  actions: readonly string[],
  resources: readonly PolicyResource[],
  conditions: Conditions = {},
): void {
  const vague = actions.find((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action));
  if (vague !== undefined) throw new Error(`A policy must write each action out, and ${vague} stands for several.`);
  const everything = resources.find((resource) => resource !== self && isEverything(resource));
  const underConditions = Object.keys(conditions.StringEquals ?? {}).flatMap((key) => conditionedActions[key] ?? []);
  const scopable = actions.find((action) => !(action in unscopedActions) && !underConditions.includes(action));
  if (everything === undefined || scopable === undefined) return;
  throw new Error(`A policy must name its resources: ${scopable} is allowed on everything, and AWS can scope it.`);
}

/** "*" with a condition on the caller is for a principal that may not exist yet; services refuse to name those. */
function refuseEveryone({ principals, conditions = {} }: Extra<Principals>): void {
  const named = ["StringEquals", "ArnEquals"].some((operator) => "aws:PrincipalArn" in (conditions[operator] ?? {}));
  if (named || !list(principals?.aws).includes("*")) return;
  throw new Error("A policy must name its principals, or the caller in a condition on aws:PrincipalArn.");
}

/** "*", and an ARN whose resource part is nothing but "*". */
function isEverything(resource: string): boolean {
  return /^(\*|arn(:[^:]*){4}:\*)$/.test(resource);
}
