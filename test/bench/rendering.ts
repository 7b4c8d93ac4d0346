import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { layers } from "../../environments/layers.ts";
import { prod } from "../../environments/prod.ts";
import { readPrices } from "../../scripts/cost/prices.ts";
import type { EnvironmentPreview } from "../../scripts/preview/document.ts";
import { environmentPreview } from "../../scripts/preview/environment-preview.ts";
import type { PlannedStack } from "../../scripts/preview/plan/planned-stack.ts";
import { renderedPreview } from "../../scripts/preview/rendered.ts";
import { secretPlaces } from "../../scripts/preview/shown/rendered-secrets.ts";

/** What `plinth preview` does with its plans: reads, judges and renders them. */
const [folder] = process.argv.slice(2);
const outdir = process.env.CDKTF_OUTDIR;
if (!folder || !outdir) throw new Error("Give the folder of the plans, and CDKTF_OUTDIR.");
const files = rendered(folder);
const places = secretPlaces(files);
if (places.length > 0) throw new Error(`Secrets are seen in ${places.join(", ")}.`);
mkdirSync(outdir, { recursive: true });
for (const [name, text] of files) writeFileSync(join(outdir, name), text);

function rendered(folder: string): Map<string, string> {
  return renderedPreview({
    version: 1,
    source: "real",
    base: { ref: "main", commit: "484a58d0c1b2a3948576" },
    head: { commit: "0f1e2d3c4b5a69788796", uncommitted: false },
    environments: [judged(folder)],
  });
}

function judged(folder: string): EnvironmentPreview {
  const planned = layers.map((layer): PlannedStack => {
    const configuration = readFileSync(join(folder, `${layer}.tf.json`), "utf8");
    const plan = readFileSync(join(folder, `${layer}.plan.json`), "utf8");
    const context = { provisional: [], problems: [], events: [], status: "planned" } as const;
    return { ...context, stack: `prod-${layer}`, layer, base: configuration, head: configuration, plan };
  });
  return environmentPreview(planned, { environment: prod, waivers: [], prices: readPrices(), today: "2026-11-21" });
}
