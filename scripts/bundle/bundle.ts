import { z } from "zod";
import { layers } from "../../environments/layers.ts";
import { previewDocument } from "../preview/document.ts";
import { changeSet } from "./change-set.ts";
import { stateMark } from "./state-mark.ts";
import { surroundings } from "./surroundings.ts";

/** Hours after which a bundle is not applied any more: what a cloud holds changes, and no plan sees what happened since. */
export const validHours = 24;

const stack = z.strictObject({
  name: z.string(),
  layer: z.enum(layers),
  /**
   * `exact`: this very plan file is applied. `again`: it was planned before its upstream was as it will be; it is planned again
   * then, and applied if that does what was reviewed. `none`: nothing changes.
   */
  course: z.enum(["exact", "again", "none"]),
  /** Where `again`: of which cloud the reviewed plan was. */
  planned: z.enum(["own cloud", "simulated cloud"]),
  /** Terraform's plan file, in base 64, and its SHA-256. */
  plan: z.strictObject({ bytes: z.base64(), sha256: z.string() }).optional(),
  /** The state that it was planned on. */
  state: stateMark.nullable(),
  reviewed: changeSet,
});
export type BundledStack = z.output<typeof stack>;

/** What was reviewed of an environment, and what is needed to do exactly that. Never at rest but encrypted: plan files hold secrets. */
export const bundle = z.strictObject({
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  surroundings,
  preview: previewDocument.shape.environments.element,
  stacks: z.array(stack),
});
export type Bundle = z.output<typeof bundle>;
