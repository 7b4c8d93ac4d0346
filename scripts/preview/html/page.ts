import { createHash } from "node:crypto";
import { join } from "node:path";
import { escapeUTF8 } from "entities";
import { buildSync } from "esbuild";
import type { PreviewDocument } from "../document.ts";

/** What the browsers of the last two years know: `light-dark()` came last, in May 2024. */
const target = ["chrome123", "firefox120", "safari17.5"];

/**
 * preview.html: one file that needs nothing else and asks the network for nothing. Its policy lets exactly this script and this
 * style run; the document goes in as data, and the script shows it as text only.
 */
export function renderPage(document: PreviewDocument): string {
  const { script, style } = pageParts();
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Preview of ${escapeUTF8(document.head.commit.slice(0, 12))}</title>
<style>${style}</style>
</head>
<body>
<noscript>This page draws the preview with a script of its own; preview.md says the same without one.</noscript>
<script type="application/json" id="document">${embedded(document)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON in which nothing can end the element that holds it: a script element ends, or opens a comment, with `<` only. */
function embedded(document: PreviewDocument): string {
  return JSON.stringify(document).replaceAll("<", "\\u003c");
}

/** esbuild keeps `</script` and `</style` out of what it makes. */
function pageParts(): { readonly script: string; readonly style: string } {
  const folder = join(import.meta.dirname, "page");
  const { outputFiles } = buildSync({
    entryPoints: { script: join(folder, "main.ts"), style: join(folder, "style.css") },
    bundle: true,
    format: "iife",
    minify: true,
    charset: "utf8",
    target,
    write: false,
    outdir: folder,
  });
  const made = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text.trim() ?? "";
  return { script: made(".js"), style: made(".css") };
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
