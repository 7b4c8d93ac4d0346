import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SchemaConfig } from "../constructs/streaming/schema-config.ts";
import { isPlain } from "./merge.ts";

/** Where the definitions of events lie. */
export const schemaFolder = "environments/schemas";

const folder = join(import.meta.dirname, "schemas");

/** AWS Glue API reference, CreateSchema SchemaDefinition. */
const mostCharacters = 170_000;

/** AWS Glue developer guide, "Supported data formats": drafts of JSON Schema that the registry knows. */
const jsonDrafts = /^https?:\/\/json-schema\.org\/draft-0[467]\/schema#?$/;

export function schemaFiles(): string[] {
  return readdirSync(folder).sort();
}

/** What is wrong with a definition, as a clause that follows "it"; undefined when the registry would take it. */
export function definitionProblem(schema: SchemaConfig): string | undefined {
  if (!schemaFiles().includes(schema.definition)) {
    return `it must be a file of ${schemaFolder} (${schemaFiles().join(", ")})`;
  }
  const text = readFileSync(join(folder, schema.definition), "utf8");
  if (text.trim().length === 0) return "its file is empty";
  if (text.length > mostCharacters) return `its file has more than ${mostCharacters} characters (AWS Glue quota)`;
  if (schema.format === "PROTOBUF") return isProtobuf(text) ? undefined : "its file is no Protocol Buffers schema";
  const value = parsed(text);
  if (value === undefined) return "its file is not JSON";
  return schema.format === "AVRO" ? avroProblem(value) : jsonProblem(value);
}

/** The definition as the registry gets it: layout is no part of it, so that reformatting a file registers nothing. Throws what {@link definitionProblem} says. */
export function schemaDefinition(schema: SchemaConfig): string {
  const problem = definitionProblem(schema);
  if (problem) throw new Error(`${schemaFolder}/${schema.definition}: ${problem}.`);
  const text = readFileSync(join(folder, schema.definition), "utf8");
  return schema.format === "PROTOBUF" ? text : JSON.stringify(JSON.parse(text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function jsonProblem(value: unknown): string | undefined {
  if (isPlain(value) && typeof value.$schema === "string" && jsonDrafts.test(value.$schema)) return undefined;
  return "its file must name JSON Schema draft-04, draft-06 or draft-07 in $schema (AWS Glue knows no other)";
}

function avroProblem(value: unknown): string | undefined {
  if (isPlain(value) && typeof value.type === "string" && typeof value.name === "string") return undefined;
  return "its file must be an Avro schema with type and name";
}

function isProtobuf(text: string): boolean {
  return /\bmessage\s+\w+\s*\{/.test(text);
}
