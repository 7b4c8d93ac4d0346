import { arn } from "./arn.ts";
import type { PlatformContext } from "./context.ts";
import { type NameOwner, physicalName } from "./names.ts";
import { allow, type Statement } from "./policy.ts";
import type { TopicUse } from "./topic-access.ts";

/** The environment's registry of events' schemas. */
export function schemaRegistryName(owner: NameOwner): string {
  return physicalName("schemaRegistry", owner, "events");
}

/**
 * The statements that let an identity read the schemas of the topics it uses, which have the topics' names; none where they have none. Who writes events
 * looks its schema up by its text, who reads them by a version's id: AWS Glue developer guide, "Getting started with schema
 * registry". Nobody registers: that is a deploy.
 */
export function schemaStatements(
  context: PlatformContext,
  topics: Readonly<Record<string, Pick<TopicUse, "schema">>>,
  used: readonly string[],
): readonly Statement[] {
  const described = [...new Set(used)].filter((name) => topics[name]?.schema !== undefined);
  if (described.length === 0) return [];
  const registry = schemaRegistryName(context);
  const schemas = described.map((name) => arn(context, "glue", `schema/${registry}/${name}`));
  return [
    allow(["glue:GetSchemaByDefinition"], [arn(context, "glue", `registry/${registry}`), ...schemas]),
    allow(["glue:GetSchemaVersion"], ["*"]),
  ];
}
