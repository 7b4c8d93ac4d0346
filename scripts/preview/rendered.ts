import { type PreviewDocument, previewDocument } from "./document.ts";
import { renderPage } from "./html/page.ts";
import { renderMarkdown } from "./markdown.ts";

/** The preview's files by name. What is not shaped as the document says is refused before anything is made of it. */
export function renderedPreview(document: PreviewDocument): Map<string, string> {
  previewDocument.parse(document);
  return new Map([
    ["preview.md", renderMarkdown(document)],
    ["preview.html", renderPage(document)],
    ["preview.json", `${JSON.stringify(document, null, 1)}\n`],
  ]);
}
