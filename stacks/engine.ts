import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";

/** An empty app. Synthesis checks the features in use against the Terraform versions that cdktf.json names; the engine's CLI hands them over, we do too. */
export function newApp(outdir?: string): App {
  const { targetVersions } = JSON.parse(readFileSync(join(import.meta.dirname, "../cdktf.json"), "utf8"));
  return new App({ ...(outdir && { outdir }), context: { targetVersions } });
}
