import { z } from "zod";
import { ConfigurationError } from "../../../constructs/support/errors.ts";
import { isValues, type Values } from "./values.ts";

// Their values are looked at where they are used: a plan has millions.
const values = z
  .custom<Values | null | undefined>((value) => value === null || value === undefined || isValues(value))
  .optional();

const change = z.object({
  actions: z.array(z.string()).min(1),
  before: values,
  after: values,
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  importing: z.object({}).nullish(),
  generated_config: z.string().optional(),
});

const resourceChange = z.object({
  address: z.string().min(1),
  previous_address: z.string().optional(),
  mode: z.enum(["managed", "data"]),
  type: z.string().min(1),
  /** Key of an object that a failed replacement left behind. */
  deposed: z.string().optional(),
  change,
  action_reason: z.string().optional(),
});
export type ResourceChange = z.output<typeof resourceChange>;

const outputChange = z.object({
  actions: z.array(z.string()).min(1),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
});

/** The parts we read of a plan, of Terraform 1.1 and later (https://developer.hashicorp.com/terraform/internals/json-format#plan-representation). */
const planJson = z.object({
  format_version: z.string().regex(/^1\./, "it must be a plan of format 1"),
  terraform_version: z.string().optional(),
  resource_changes: z.array(resourceChange).default([]),
  /** What Terraform found changed outside since its last run. */
  resource_drift: z.array(resourceChange).default([]),
  deferred_changes: z.array(z.object({ reason: z.string(), resource_change: resourceChange })).default([]),
  output_changes: z.record(z.string(), outputChange).default({}),
  checks: z.array(z.object({ address: z.object({ to_display: z.string() }), status: z.string() })).default([]),
  /** What the configuration says of each resource; a resource of a module stands deeper, and is not looked at. */
  configuration: z
    .object({
      root_module: z
        .object({
          resources: z
            .array(z.object({ address: z.string(), expressions: z.custom<Values>(isValues).default({}) }))
            .default([]),
        })
        .default({ resources: [] }),
    })
    .optional(),
  prior_state: z.object({ terraform_version: z.string().optional() }).nullish(),
  /** Terraform before 1.8 says nothing of it; there, a plan that could be written was complete. */
  complete: z.boolean().default(true),
  errored: z.boolean().default(false),
});
export type Plan = z.output<typeof planJson>;

const remedy = "Write the file again with `terraform show -json <plan file>`.";

/** Attributes and blocks that the configuration sets, by address: what else changes, the provider computes. */
export function configuredAttributes({ configuration }: Plan): ReadonlyMap<string, ReadonlySet<string>> {
  const resources = configuration?.root_module.resources ?? [];
  return new Map(resources.map(({ address, expressions }) => [address, new Set(Object.keys(expressions))]));
}

/**
 * A plan as `terraform show -json` writes it.
 * @param place what the text was read from, for the error
 * @throws ConfigurationError with one problem, when it is cut off or no plan. It repeats nothing of the text: plans hold secrets.
 */
export function readPlan(text: string, place: string): Plan {
  return planOf(planValue(text, place), place);
}

/** The same of a plan whose JSON is read already. */
export function planOf(value: unknown, place: string): Plan {
  const result = planJson.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.map(String).join(".") || "the whole file";
  const rule = issue?.code === "invalid_format" ? issue.message : `${issue?.code?.replaceAll("_", " ")}`;
  throw new ConfigurationError([`${place}: ${path} is not as in a plan of Terraform (${rule}). ${remedy}`]);
}

/** A plan's JSON, whatever it says; it is large, and read once. */
export function planValue(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The engine's message quotes the text around the mistake; its position is all that may be said.
    const at = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const where = at === undefined ? `its end, at ${text.length} characters` : `character ${at} of ${text.length}`;
    throw new ConfigurationError([`${place}: it is cut off or no JSON, at ${where}. ${remedy}`]);
  }
}
