import { expect, test } from "@jest/globals";
import { JSDOM } from "jsdom";
import MarkdownIt from "markdown-it";
import { renderMarkdown } from "../../../../scripts/preview/markdown.ts";
import { hostile, hostileTexts, large } from "../../../preview/scenarios.ts";

/** Tables, raw HTML and links without brackets, as on GitHub. */
const gfm = new MarkdownIt({ html: true, linkify: true });
const rendered = (markdown: string) => new JSDOM(gfm.render(markdown)).window.document;

/** What GitHub reads again when the HTML is made: text outside of code, where it looks for people, issues, commits and links. */
function readAgain(page: Document): string {
  for (const quoted of page.querySelectorAll("code")) quoted.remove();
  return page.body.textContent ?? "";
}

const calls = /[@#]\w|GH-\d|https?:|www\.|\b[0-9a-f]{7,40}\b|:\w+:|\$\S/;

test("hostile text breaks out of nothing: no element, link or comment is in the page that we did not write", () => {
  const page = rendered(renderMarkdown(hostile()));
  const names = new Set([...page.body.querySelectorAll("*")].map(({ localName }) => localName));
  const ours = "a blockquote br code details h2 h3 li p strong summary table tbody td th thead tr ul".split(" ");
  expect([...names].filter((name) => !ours.includes(name))).toEqual([]);
  const links = [...page.querySelectorAll("a[href]")].map((link) => link.getAttribute("href") ?? "");
  expect(links.filter((href) => !/^#plinth-\d+-[A-Za-z0-9-]*$/.test(href))).toEqual([]);
  const comments = page.createTreeWalker(page, 128);
  expect([comments.nextNode()?.nodeValue, comments.nextNode()]).toEqual([" plinth:preview ", null]);
});

test("hostile text leaves the table its cells and the parts their places", () => {
  const page = rendered(renderMarkdown(hostile()));
  const rows = [...page.querySelectorAll("tr")].map((row) => row.children.length);
  expect(rows).toEqual(Array(hostileTexts.length + 1).fill(6));
  expect(page.querySelectorAll("h3")).toHaveLength(hostileTexts.length);
  expect(page.querySelectorAll("details details")).toHaveLength(0);
});

test("hostile text calls nobody, names no issue or commit and becomes no link", () => {
  expect(readAgain(rendered(renderMarkdown(hostile())))).not.toMatch(calls);
});

test("every stack that changes has a line, however much there is of the others", () => {
  const page = rendered(renderMarkdown(large(5000)));
  const summaries = [...page.querySelectorAll("summary code")].map(({ textContent }) => textContent);
  expect(summaries).toEqual(["prod-foundation", "prod-data", "prod-workers", "prod-jobs"]);
});
