import { z } from "zod";
import { description, kebabName, ownerName, recordOf, whole } from "../support/fields.ts";

/** AWS appends a hyphen and six characters to a secret's ARN, and could take a name that ends so for an ARN (Secrets Manager API reference, CreateSecret). */
const secretName = kebabName.refine(
  (name) => !/-[a-z0-9]{6}$/.test(name),
  "it must not end in a hyphen and six characters, as the ARNs of secrets do. Lengthen the last word, or shorten it",
);

const secretConfig = z
  .strictObject({
    owner: ownerName,
    /** What the secret opens; its value is never written here, it is filled out of band. */
    description: description("what the secret opens"),
    /** Days after which its owner must have filled in a new value. Nothing rotates it: the days stand as a tag for those who watch. 1000 is the longest that Secrets Manager itself schedules. */
    rotateEveryDays: whole(1, 1000, "days between two values of a secret").default(90),
  })
  .readonly();

/** Secrets by name; each is created empty as `/<platform>/<environment>/<owner>/<name>`. */
export const secretsConfig = recordOf(secretName, secretConfig).default({});

export type SecretsConfig = z.output<typeof secretsConfig>;
export type SecretConfig = z.output<typeof secretConfig>;
