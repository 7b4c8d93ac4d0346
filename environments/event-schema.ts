import { z } from "zod";
import type { Environment } from "./environment.ts";
import { schemaDefinition } from "./schema-files.ts";

const jsonSchema = z.record(z.string(), z.json());

/** The JSON Schema of a topic's events. The environment's rules leave ingested topics with one. */
export function eventSchema({ streaming }: Environment, topic: string): z.output<typeof jsonSchema> {
  const schema = streaming.topics[topic]?.schema;
  if (schema?.format !== "JSON") throw new Error(`The topic ${topic} has no JSON Schema, and its events are ingested.`);
  return jsonSchema.parse(JSON.parse(schemaDefinition(schema)));
}
