import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Block } from "./schema.ts";

/** The schema kept in a file; undefined where there is none, or one that was damaged. */
export function readSchema(file: string): Block | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isBlock(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a schema for the next process. Where the folder cannot be written, the next process derives it again. */
export function writeSchema(file: string, schema: Block): void {
  const unfinished = `${file}.${randomUUID()}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(schema));
    renameSync(unfinished, file);
  } catch {
    if (existsSync(unfinished)) rmSync(unfinished);
  }
}

function isBlock(content: unknown): content is Block {
  if (typeof content !== "object" || content === null) return false;
  return (
    "attributes" in content && Array.isArray(content.attributes) && "blocks" in content && Array.isArray(content.blocks)
  );
}
