import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { previewDocument } from "../../scripts/preview/document.ts";
import { renderedPreview } from "../../scripts/preview/rendered.ts";
import { secretPlaces } from "../../scripts/preview/shown/rendered-secrets.ts";

/** The last part of a preview alone: what its plans came to, rendered and searched for secrets. */
const [file] = process.argv.slice(2);
const outdir = process.env.CDKTF_OUTDIR;
if (!file || !outdir) throw new Error("Give a preview.json, and CDKTF_OUTDIR.");
const files = renderedPreview(previewDocument.parse(JSON.parse(readFileSync(file, "utf8"))));
const places = secretPlaces(files);
if (places.length > 0) throw new Error(`Secrets are seen in ${places.join(", ")}.`);
mkdirSync(outdir, { recursive: true });
for (const [name, text] of files) writeFileSync(join(outdir, name), text);
