import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { DuckDBInstance } from "@duckdb/node-api";

/** What an engine does to files in one step, and the opening of a DuckDB file, in which more happens. */
const names = [
  "access",
  "appendFile",
  "chmod",
  "copyFile",
  "link",
  "mkdir",
  "open",
  "readFile",
  "readdir",
  "rename",
  "rm",
  "rmdir",
] as const;

/** Calls `before` ahead of every operation on files in this process, which waits for it. Returns what undoes this. */
export function interceptOperations(before: (name: string) => Promise<void>): () => void {
  const undo = [...names.map((name) => intercept(files, name, before)), intercept(DuckDBInstance, "create", before)];
  syncBuiltinESMExports();
  return () => {
    for (const each of undo) each();
    syncBuiltinESMExports();
  };
}

function intercept(target: object, name: string, before: (name: string) => Promise<void>): () => void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== "function") throw new Error(`${name} is no function, and cannot be intercepted.`);
  Reflect.set(target, name, async (...args: unknown[]) => {
    await before(name);
    return Reflect.apply(original, target, args);
  });
  return () => Reflect.set(target, name, original);
}
