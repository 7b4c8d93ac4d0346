import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { BOOTSTRAPPED } from "./bootstrap.ts";

const stateFile = z.looseObject({ resources: z.array(z.unknown()) });
const objectFile = z.looseObject({
  type: z.string(),
  private: z.looseObject({ heldUntil: z.string().optional(), [BOOTSTRAPPED]: z.boolean().optional() }).optional(),
});

/**
 * Removes a simulated home in which nothing stands any more: no resource in its states, and in its cloud no object but those
 * waiting for their deletion, such as keys, and what a
 * bootstrap left. Answers whether it did.
 */
export function removeEmptyHome(home: string): boolean {
  const states = filesBelow(join(home, "state")).filter((file) => file.endsWith(".tfstate"));
  const objects = filesBelow(join(home, "cloud")).filter(
    (file) => file.endsWith(".json") && !file.endsWith("identity.json"),
  );
  if (!states.every(isEmptyState) || !objects.every(isHeld)) return false;
  rmSync(home, { recursive: true, force: true });
  return true;
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function isEmptyState(file: string): boolean {
  return stateFile.safeParse(readJson(file)).data?.resources.length === 0;
}

function isHeld(file: string): boolean {
  const bookkeeping = objectFile.safeParse(readJson(file)).data?.private;
  return bookkeeping?.heldUntil !== undefined || bookkeeping?.[BOOTSTRAPPED] === true;
}

/** Undefined for a file that is no JSON: then something stands that only a person can judge. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
