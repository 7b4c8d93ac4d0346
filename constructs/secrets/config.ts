import { z } from "zod";
import { kebabName, ownerName } from "../support/fields.ts";

const secretConfig = z
  .strictObject({
    owner: ownerName,
    /** What the secret opens; its value is never written here, it is filled out of band. */
    description: z.string().min(1, "it must say what the secret opens. Write a sentence"),
  })
  .readonly();

/** Secrets by name; each is created empty as `/<platform>/<environment>/<owner>/<name>`. */
export const secretsConfig = z.record(kebabName, secretConfig).readonly().default({});

export type SecretsConfig = z.output<typeof secretsConfig>;
export type SecretConfig = z.output<typeof secretConfig>;
