import type { Draft, ObjectKind } from "./kind.ts";

/** How many versions a schema has: one more with every definition that is registered. */
const version = (ahead: number) => (draft: Draft) => Number(draft.before("latest_schema_version") ?? 0) + 1 + ahead;

/** The Glue Schema Registry. ARNs: AWS service authorization reference, AWS Glue. */
export const SCHEMA_KINDS: Readonly<Record<string, ObjectKind>> = {
  aws_glue_registry: {
    id: "{arn}",
    fills: { arn: "arn:{partition}:glue:{region}:{account}:registry/{registry_name}" },
    unique: ["{registry_name}"],
    taken: "AlreadyExistsException",
  },
  aws_glue_schema: {
    id: "{arn}",
    fills: {
      arn: "arn:{partition}:glue:{region}:{account}:schema/{registry_name}/{schema_name}",
      registry_name: (draft) => String(draft.at("registry_arn")).split("/").at(-1) ?? "",
      latest_schema_version: version(0),
      next_schema_version: version(1),
      schema_checkpoint: () => 1,
    },
    unique: ["{registry_name}/{schema_name}"],
    taken: "AlreadyExistsException",
    changing: { latest_schema_version: ["schema_definition"], next_schema_version: ["schema_definition"] },
  },
};
