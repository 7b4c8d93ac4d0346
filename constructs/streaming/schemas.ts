import { GlueRegistry } from "@cdktf/provider-aws/lib/glue-registry/index.js";
import { GlueSchema } from "@cdktf/provider-aws/lib/glue-schema/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { stateful } from "../support/lifecycle.ts";
import { schemaRegistryName } from "../support/schema-access.ts";
import type { StreamingConfig } from "./config.ts";
import type { SchemaConfig } from "./schema-config.ts";

export interface SchemasProps {
  readonly context: PlatformContext;
  readonly config: StreamingConfig;
  /** The text of a topic's definition. */
  readonly definitionOf: (schema: SchemaConfig) => string;
}

/**
 * The registry of the environment's events, with a schema under the name of each topic that declares one. A changed
 * definition is registered as a further version, if the schema's compatibility allows it; the versions before stay.
 */
export class Schemas extends Construct {
  readonly registryName: string;

  constructor(scope: Construct, id: string, { context, config, definitionOf }: SchemasProps) {
    super(scope, id);
    const registry = new GlueRegistry(this, "registry", {
      registryName: schemaRegistryName(context),
      description: "Schemas of events, by topic",
      lifecycle: stateful(context),
    });
    this.registryName = registry.registryName;
    for (const [topic, { schema, owner }] of Object.entries(config.topics)) {
      if (!schema) continue;
      new GlueSchema(new Construct(this, topic), "schema", {
        schemaName: topic,
        registryArn: registry.arn,
        description: `Events of ${topic}, owned by ${owner}`,
        dataFormat: schema.format,
        compatibility: schema.compatibility,
        schemaDefinition: definitionOf(schema),
        lifecycle: stateful(context),
      });
    }
  }
}
