import { z } from "zod";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Configuration } from "../preview/plan/configuration.ts";
import type { PlannedStack } from "../preview/plan/planned-stack.ts";
import { type ReadStack, readStack } from "../preview/plan/read-stack.ts";
import { isValues, type Values } from "../preview/plan/values.ts";
import { isReckonedFrom } from "./resource-types.ts";

/** A resource that stands, or will. */
export interface Resource {
  /** `prod-data/aws_msk_cluster.kafka`. */
  readonly address: string;
  readonly type: string;
  /** What is known of it, for a type that some price is reckoned from; a value that only an apply tells is absent. */
  readonly values: Values;
  /** As the synthesized stack writes it, references and all. */
  readonly configured?: Values;
}

/** All resources of a stack, also those that stay as they are. */
export interface StackResources {
  readonly stack: string;
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
  /** Nothing says what it holds: neither a plan nor a configuration. */
  readonly unread: boolean;
}

/** A resource as a synthesized stack declares it. */
type Body = Required<Pick<Resource, "address" | "type" | "configured">>;

const moduleValues = z.object({
  resources: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string(),
        type: z.string(),
        // A resource that leaves the state has none.
        values: z.custom<Values | null>((values) => values === null || isValues(values)).optional(),
      }),
    )
    .default([]),
  child_modules: z.array(z.unknown()).default([]),
});

const state = z.object({ root_module: z.unknown().optional() }).nullish();

const valuesPlan = z.object({
  prior_state: z.object({ values: state }).nullish(),
  planned_values: state,
  errored: z.boolean().default(false),
});

/**
 * A stack's resources before and after its plan. Without a plan, or with one that Terraform could not finish, its
 * configurations stand for what is missing.
 * @param texts what the stack's texts say, where they are read already
 * @throws ConfigurationError when the plan is none, without repeating anything of it
 */
export function stackResources(
  planned: Pick<PlannedStack, "stack" | "plan" | "base" | "head">,
  texts: ReadStack = readStack(planned),
): StackResources {
  const { stack } = planned;
  const { plan, base, head } = texts;
  const [was, is] = [base, head].map((one) => bodiesOf(stack, one));
  if (plan === undefined) {
    const unread = base === undefined && head === undefined;
    return { stack, before: declared(was), after: declared(is), unread };
  }
  const { prior_state, planned_values, errored } = readValues(plan, stack);
  const before = withConfiguration(resourcesOf(stack, prior_state?.values?.root_module), was);
  const isWhole = !errored || head === undefined;
  const after = isWhole ? withConfiguration(resourcesOf(stack, planned_values?.root_module), is) : declared(is);
  return { stack, before, after, unread: false };
}

function readValues(value: unknown, stack: string): z.output<typeof valuesPlan> {
  const result = valuesPlan.safeParse(value);
  if (result.success) return result.data;
  throw new ConfigurationError([
    `${stack}: its plan is no plan of Terraform. Write it again with \`terraform show -json <plan file>\`.`,
  ]);
}

function resourcesOf(stack: string, root: unknown): Resource[] {
  if (root === undefined || root === null) return [];
  const { resources, child_modules } = moduleValues.parse(root);
  const own = resources
    .filter(({ mode }) => mode === "managed")
    .map(({ address, type, values }) => ({
      address: `${stack}/${address}`,
      type,
      values: (isReckonedFrom(type) ? values : undefined) ?? {},
    }));
  return [...own, ...child_modules.flatMap((child) => resourcesOf(stack, child))];
}

function withConfiguration(resources: readonly Resource[], bodies: readonly Body[] = []): Resource[] {
  const byAddress = new Map(bodies.map(({ address, configured }) => [address, configured]));
  return resources.map((resource) => {
    const configured = isReckonedFrom(resource.type)
      ? byAddress.get(resource.address.replace(/\[[^\]]*\]$/, ""))
      : undefined;
    return configured === undefined ? resource : { ...resource, configured };
  });
}

function bodiesOf(stack: string, configuration: Configuration | undefined): Body[] {
  return Object.entries(configuration?.resource ?? {}).flatMap(([type, bodies]) =>
    Object.entries(bodies).map(([id, configured]) => ({ address: `${stack}/${type}.${id}`, type, configured })),
  );
}

function declared(bodies: readonly Body[] = []): Resource[] {
  return bodies.map((body) => {
    const values = literal(body.configured);
    return { ...body, values: isValues(values) ? values : {} };
  });
}

/** Without what refers to something else: known only when applied. A list with such an element is not known at all. */
function literal(value: unknown): unknown {
  if (typeof value === "string") return value.includes("${") ? undefined : value;
  if (Array.isArray(value)) {
    const elements = value.map(literal);
    return elements.includes(undefined) ? undefined : elements;
  }
  if (!isValues(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, literal(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
}
