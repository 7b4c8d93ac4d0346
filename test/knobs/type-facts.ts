import type { ObjectKind } from "../../rehearsal/cloud/kind.ts";
import { awsKind } from "../../rehearsal/cloud/objects-aws.ts";
import { kubernetesKind } from "../../rehearsal/cloud/objects-kubernetes.ts";
import { snowflakeKind } from "../../rehearsal/cloud/objects-snowflake.ts";
import { loadSchema } from "../../rehearsal/schema/catalog.ts";
import type { Block } from "../../rehearsal/schema/schema.ts";

export interface TypeFacts {
  readonly type: string;
  readonly schema: Block;
  readonly kind: ObjectKind;
}

/** What the simulated provider of a resource knows of its type. */
export function typeFacts(address: string): TypeFacts {
  const [type = ""] = address.split(".");
  if (type.startsWith("aws_")) return { type, schema: loadSchema("aws", "resource", type), kind: awsKind(type) };
  if (type.startsWith("snowflake_"))
    return { type, schema: loadSchema("snowflake", "resource", type), kind: snowflakeKind(type) };
  if (type.startsWith("kubernetes_"))
    return { type, schema: loadSchema("kubernetes", "resource", type), kind: kubernetesKind(type) };
  if (type === "helm_release")
    return { type, schema: loadSchema("helm", "resource", type), kind: kubernetesKind(type) };
  throw new Error(`${address}: no simulated provider has the type`);
}
