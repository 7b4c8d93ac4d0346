import { z } from "zod";
import { whole } from "../support/fields.ts";

/** What a customer managed key protects; each domain of data has a key of its own, so that access to one is not access to all. */
export const keyDomains = ["streaming", "lake", "secrets", "workers", "artifacts", "logs", "audit", "alerts"] as const;
export type KeyDomain = (typeof keyDomains)[number];

export const keysConfig = z
  .strictObject({
    /** Days between automatic rotations of a key's material. */
    rotationDays: whole(90, 2560, "days, AWS KMS automatic rotation").default(365),
  })
  .readonly();

export type KeysConfig = z.output<typeof keysConfig>;
