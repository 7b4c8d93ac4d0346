import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { sha256 } from "../../bundle/envelope.ts";
import { makeBundle } from "../../bundle/make.ts";
import type { EnvironmentPreview } from "../document.ts";
import type { RealPlans } from "./source.ts";

/**
 * Writes the bundle of a preview, whole or not at all, and says so. What failed or is blocked gets none: no apply would take it.
 * @throws ConfigurationError when there is something that can never be applied as reviewed
 */
export async function writeBundle(file: string, preview: EnvironmentPreview, plans?: RealPlans): Promise<string> {
  if (plans === undefined || preview.verdict === "failed" || preview.verdict === "blocked")
    return `No bundle is written: the preview of ${preview.name} ${preview.verdict === "blocked" ? "is blocked" : "failed"}.`;
  const bytes = await makeBundle({ ...plans, preview });
  place(file, bytes);
  return `Bundle in ${file}, SHA-256 ${sha256(bytes)}.`;
}

function place(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, bytes, { mode: 0o600 });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
