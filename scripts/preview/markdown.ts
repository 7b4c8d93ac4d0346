import type { PreviewDocument } from "./document.ts";
import { type Block, spend } from "./markdown/budget.ts";
import { environmentBlock, environmentRow } from "./markdown/environment.ts";
import { code } from "./markdown/escape.ts";
import { counted } from "./words/noun.ts";
import { environmentsInOrder } from "./words/order.ts";

/** By which the comment of an earlier run is found, to be replaced. */
export const marker = "<!-- plinth:preview -->";

/**
 * GitHub takes 65,536 characters in a comment or a pull request's body (dead-claudia/github-limits). Counted here in UTF-16
 * units, which are never fewer than characters.
 */
export const markdownLimit = 60_000;

/** Room for what is said of what is left out. */
const roomForEnd = 300;

/** preview.md: what a reviewer needs for a decision, the most important first, never longer than the limit. */
export function renderMarkdown(document: PreviewDocument): string {
  const { text, leftOut } = spend(outline(document), markdownLimit - roomForEnd);
  if (leftOut.lines === 0) return text;
  const counts = [
    leftOut.changes > 0 ? counted(leftOut.changes, "change") : "",
    leftOut.findings > 0 ? counted(leftOut.findings, "finding") : "",
  ].filter(Boolean);
  const what = counts.join(" and ") || counted(leftOut.lines, "line");
  return `${text}\n**Not shown here: ${what}.** \`preview.html\` and \`preview.json\` of this run have them all.\n`;
}

function outline(document: PreviewDocument): Block {
  const environments = environmentsInOrder(document.environments);
  const named = environments.map((environment, index) => {
    const anchor = anchorOf(environment.name, index);
    return { environment, anchor, block: environmentBlock(environment, anchor) };
  });
  const table: Block = {
    head: "\n| Environment | Verdict | Risk | Changes | Findings | Cost a month |\n|:--|:--|:--|:--|:--|--:|\n",
    foot: "",
    parts: named.map(({ environment, anchor, block }) => environmentRow(environment, isEmpty(block) ? "" : anchor)),
  };
  const blocks = named.map(({ block }) => block);
  const opening = { text: `\n${origin(document)}`, priority: -1 };
  return { head: `${marker}\n\n## Plinth preview\n`, foot: "", parts: [opening, table, ...blocks] };
}

function origin({ source, base, head }: PreviewDocument): string {
  const how = source === "rehearsed" ? "Rehearsed in a simulated cloud" : "Planned against the real clouds";
  const from = `${code(base.ref)} at ${code(base.commit.slice(0, 12))}`;
  return `${how}: ${from} → ${code(head.commit.slice(0, 12))}${head.uncommitted ? " with uncommitted changes" : ""}.`;
}

function isEmpty({ parts }: Block): boolean {
  return parts.every((part) => "parts" in part && isEmpty(part));
}

/** No two alike, and nothing in it but what a link may hold. */
function anchorOf(name: string, index: number): string {
  return `plinth-${index + 1}-${name.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 40)}`;
}
