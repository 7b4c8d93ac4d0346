import { join } from "node:path";
import type { PreviewDocument } from "../../scripts/preview/document.ts";
import { renderMarkdown } from "../../scripts/preview/markdown.ts";
import { previewSchema } from "../../scripts/preview/schema.ts";
import { firstDeploy } from "./documents.ts";
import { failing, workingDay } from "./scenarios.ts";

const root = join(import.meta.dirname, "../..");

export const goldenDocuments: Readonly<Record<string, () => PreviewDocument>> = {
  "working-day": workingDay,
  failing,
  "first-deploy": firstDeploy,
};

/** Committed files that follow from the code, by path. */
export function previewGoldens(): Map<string, string> {
  const comments = Object.entries(goldenDocuments).map(
    ([name, document]) => [join(import.meta.dirname, "golden", `${name}.md`), renderMarkdown(document())] as const,
  );
  return new Map([...comments, [join(root, "docs/preview.schema.json"), previewSchema()]]);
}
