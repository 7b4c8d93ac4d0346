import { z } from "zod";

/**
 * What a plan means, from harmless to dangerous. R0 nothing changes · R1 something new · R2 a change in place · R3 a change
 * in place of who may do what, or of an encryption key · R4 something without data is replaced or a running thing is
 * interrupted · R5 data may be lost, or what protects it is loosened.
 */
export const risks = ["R0", "R1", "R2", "R3", "R4", "R5"] as const;
export const risk = z.enum(risks);
export type Risk = z.output<typeof risk>;

/** What becomes of a resource. `forget`: it leaves the state and stays in the cloud. `move`: its address alone changes. */
export const actions = ["delete", "replace", "forget", "update", "import", "move", "create", "read"] as const;
const action = z.enum(actions);
export type Action = z.output<typeof action>;

/** Why a value is not shown. `sensitive`: its schema or the plan says so. `unlisted`: nobody declared it harmless to show. */
const hidden = z.enum(["sensitive", "unlisted"]);

const attribute = z.strictObject({
  /** As Terraform writes it: `ingress[0].from_port`. */
  path: z.string(),
  change: z.enum(["added", "removed", "changed"]),
  /** Values as short text; absent where there is none, or where it is hidden. */
  before: z.string().optional(),
  after: z.string().optional(),
  hidden: hidden.optional(),
  /** Known only when applied. */
  unknown: z.boolean(),
  /** A change of it makes the provider replace the resource. */
  replaces: z.boolean(),
});
export type AttributeChange = z.output<typeof attribute>;

/** What to look at before a merge: a risk that was seen, or a guardrail that a change breaks. */
const finding = z.strictObject({
  /** Stable: what a waiver names. */
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  risk,
  /** `block` keeps the preview from passing unless it is waived. */
  severity: z.enum(["block", "warn", "note"]),
  stack: z.string(),
  /** Of the resource, or of the output, that it is about. */
  address: z.string(),
  /** What happens, why it matters, what to do instead: a sentence each. */
  what: z.string(),
  why: z.string(),
  remedy: z.string(),
  waived: z.strictObject({ reason: z.string(), owner: z.string(), expires: z.iso.date() }).optional(),
});
export type Finding = z.output<typeof finding>;

const change = z.strictObject({
  address: z.string(),
  previousAddress: z.string().optional(),
  type: z.string(),
  /** Path of the construct within its stack, without the resource: `streaming/topics/user_events`. */
  construct: z.string(),
  action,
  risk,
  /** The provider may replace it: which, is known only to the real one. Ranks as a replacement. */
  mayReplace: z.boolean(),
  attributes: z.array(attribute),
});
export type Change = z.output<typeof change>;

const stack = z.strictObject({
  name: z.string(),
  layer: z.string(),
  /**
   * `provisional`: planned on upstream's present state, while upstream's outputs are about to change. `rehearsed`: its
   * upstream does not exist yet, so that this comes from a simulated cloud. `failed`: there is no plan, or a rehearsed
   * apply of it went wrong; `problems` says why.
   */
  status: z.enum(["planned", "provisional", "rehearsed", "failed"]),
  /** Upstream outputs that are about to change under a provisional plan. */
  provisional: z.array(z.string()),
  problems: z.array(z.string()),
  /** Its synthesized configuration differs from the base's. */
  configurationChanged: z.boolean(),
  changes: z.array(change),
  /** Outputs that change, by name. */
  outputs: z.array(z.strictObject({ name: z.string(), change: z.enum(["added", "removed", "changed"]) })),
});
export type StackPreview = z.output<typeof stack>;

const driver = z.strictObject({
  /** What is paid for: `3 × kafka.m5.large`. */
  what: z.string(),
  before: z.number(),
  after: z.number(),
});

const cost = z.strictObject({
  currency: z.literal("USD"),
  /** Of a month of 730 hours. */
  before: z.number(),
  after: z.number(),
  drivers: z.array(driver),
  /** Types that stand in the plan, cost money and have no price here. */
  unpriced: z.array(z.string()),
  /** What to know of the figures: prices that are old or not sure, usage that meets nothing. */
  notes: z.array(z.string()),
  /** Day of the price file. */
  pricesOf: z.iso.date(),
});
export type Cost = z.output<typeof cost>;

const environment = z.strictObject({
  name: z.string(),
  protection: z.string(),
  /** Why nothing of it could be planned: its declaration is not sound, or its base's is not. */
  problems: z.array(z.string()),
  verdict: z.enum(["unchanged", "ok", "blocked", "failed"]),
  risk,
  stacks: z.array(stack),
  findings: z.array(finding),
  cost: cost.optional(),
  /** PLINTH_UNLOCK in force, as it was given. */
  unlocked: z.string().optional(),
});
export type EnvironmentPreview = z.output<typeof environment>;

/** preview.json, and all that preview.md and preview.html are made of. It holds no value that is not meant to be seen. */
export const previewDocument = z.strictObject({
  version: z.literal(1),
  source: z.enum(["rehearsed", "real"]),
  base: z.strictObject({ ref: z.string(), commit: z.string() }),
  head: z.strictObject({ commit: z.string(), uncommitted: z.boolean() }),
  environments: z.array(environment),
});
export type PreviewDocument = z.output<typeof previewDocument>;
