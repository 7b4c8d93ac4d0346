import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { source as axeSource } from "axe-core";
import { JSDOM, VirtualConsole } from "jsdom";
import type { PreviewDocument } from "../../../../scripts/preview/document.ts";
import { renderPage } from "../../../../scripts/preview/html/page.ts";
import { environment, firstDeploy, preview } from "../../../preview/documents.ts";
import { failing, hostile, hostileTexts, large, workingDay } from "../../../preview/scenarios.ts";

interface Opened {
  readonly page: Document;
  /** What a person or a checker would do in it. */
  readonly run: (script: string) => unknown;
  readonly noise: readonly string[];
}

/** The page with its script run. jsdom lays nothing out: what needs that is looked at in Chromium (test/full/preview-page.test.ts). */
function open(document: PreviewDocument): Opened {
  const noise: string[] = [];
  const virtualConsole = new VirtualConsole();
  virtualConsole.on("jsdomError", (said) => noise.push(String(said)));
  for (const kind of ["error", "warn"] as const) virtualConsole.on(kind, (said) => noise.push(String(said)));
  const { window } = new JSDOM(renderPage(document), {
    runScripts: "dangerously",
    virtualConsole,
    beforeParse: (early) => Object.assign(early, { matchMedia: () => ({ matches: false }) }),
  });
  return { page: window.document, run: (script) => window.eval(script), noise };
}

const textOf = (page: Document, selector: string) => page.querySelector(selector)?.textContent ?? "";

/** What a script of the page's own does with an element, as a user would. */
function choose({ run }: Opened, selector: string): void {
  run(`document.querySelector(${JSON.stringify(selector)}).click()`);
}

test.each([
  ["nothing changes", () => preview(environment("dev"))],
  ["a working day", workingDay],
  ["a failed plan", failing],
  ["hostile text", hostile],
])(
  "%s: no error, and nothing that axe-core finds wrong without a layout",
  async (_, document) => {
    const opened = open(document());
    opened.run("for (const part of document.querySelectorAll('details')) part.open = true");
    opened.run(axeSource);
    const rules = "{ rules: { 'color-contrast': { enabled: false } } }";
    const found = await opened.run(`axe.run(${rules}).then(({ violations }) => violations.map(({ id }) => id))`);
    expect({ found, noise: opened.noise }).toEqual({ found: [], noise: [] });
  },
  60_000,
);

test("why nothing of an environment could be planned stands in its part", () => {
  const { page } = open(failing());
  const parts = [...page.querySelectorAll("section.environment")];
  const part = parts.find((section) => section.querySelector("h2")?.textContent === "dr");
  expect(part?.querySelector(".notables")?.textContent).toMatch(/^Failed: environments\/dr\.ts: /);
  expect(part?.textContent).not.toContain("Nothing changes.");
});

test("what a bill leaves out and what to know of it stand below it", () => {
  const opened = open(workingDay());
  opened.run("document.querySelector('.cost').open = true");
  opened.run("document.querySelector('.cost').dispatchEvent(new Event('toggle'))");
  const said = textOf(opened.page, ".cost");
  expect(said).toContain("Prices that nobody has verified: nat.gateway.");
  expect(textOf(opened.page, ".cost .notables")).toBe("aws_s3_bucket");
});

test("nothing may run or load in the page but its own script and style, named by their digests", () => {
  const page = new JSDOM(renderPage(workingDay())).window.document;
  const policy = page.querySelector("meta[http-equiv=Content-Security-Policy]")?.getAttribute("content") ?? "";
  const digest = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    `script-src ${digest(textOf(page, "script:not([type])"))}`,
    `style-src ${digest(textOf(page, "style"))}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect([...page.querySelectorAll("[src], [href], [style], [onclick], link, iframe, img")]).toEqual([]);
});

test("hostile text stays data: the page has the elements of a harmless one, and shows the text as it is", () => {
  const raw = new JSDOM(renderPage(hostile())).window.document;
  expect(raw.querySelectorAll("script")).toHaveLength(2);
  expect(JSON.parse(textOf(raw, "#document"))).toEqual(hostile());
  const { page, noise } = open(hostile());
  expect(
    page.querySelectorAll("img, iframe, main script, main style, main a:not([href^='#environment-'])"),
  ).toHaveLength(0);
  expect(textOf(page, "h2")).toBe("`x` ``y`` ``` </details><script>alert(1)</script>");
  expect(page.querySelectorAll("section.environment")).toHaveLength(hostileTexts.length);
  expect(noise).toEqual([]);
});

test("every finding is shown, the ones that block opened with why and what to do instead", () => {
  const { page } = open(workingDay());
  const shown = [...page.querySelectorAll(".finding")].map((part) => [
    part.getAttribute("data-finding"),
    part.hasAttribute("open"),
  ]);
  expect(shown).toEqual([
    ["stateful-destroy", true],
    ["stateful-destroy", true],
    ["retention-shortened", false],
    ["cost-step", false],
    ["output-removed", false],
  ]);
  expect(textOf(page, ".finding[open]")).toContain("InsteadMake a second bucket, copy, then remove the first.");
});

test("the platform is drawn as it is built: data and workers side by side, a square for each resource", () => {
  const { page } = open(workingDay());
  const rows = [...page.querySelectorAll("section .platform > li")].slice(0, 3);
  const boxes = rows.map((row) => [...row.querySelectorAll(".box strong")].map(({ textContent }) => textContent));
  expect(boxes).toEqual([["prod-foundation"], ["prod-data", "prod-workers"], ["prod-jobs"]]);
  const topics = [...page.querySelectorAll(".tile")].find((tile) => tile.textContent?.includes("topics"));
  expect(topics?.querySelector("path.R2")?.getAttribute("d")?.match(/M/g)).toHaveLength(3);
});

test("a construct of the drawing shows what happens in it, and everything when it is chosen again", () => {
  const opened = open(workingDay());
  const before = textOf(opened.page, "[role=status]");
  choose(opened, ".tile.R5");
  expect(textOf(opened.page, "[role=status]")).toBe("Shown: 1 change, 1 finding.");
  choose(opened, ".tile.R5");
  expect([before, textOf(opened.page, "[role=status]")]).toEqual(Array(2).fill("Shown: 13 changes, 5 findings."));
});

test("from a finding the reader comes to its change", () => {
  const opened = open(workingDay());
  choose(opened, ".finding button");
  expect(textOf(opened.page, "[role=status]")).toBe("Shown: 1 change, 1 finding.");
  expect(textOf(opened.page, ".fold .brief")).toBe("bucket arn");
});

test("one environment is shown without the others", () => {
  const opened = open(workingDay());
  const [, , staging] = opened.page.querySelectorAll("input[type=radio]");
  staging?.setAttribute("id", "staging");
  choose(opened, "#staging");
  const hidden = [...opened.page.querySelectorAll("section.environment")].map((section) =>
    section.hasAttribute("hidden"),
  );
  expect(hidden).toEqual([true, false, true]);
});

test("hidden values are named as such, and what forces a replacement too", () => {
  const opened = open(workingDay());
  opened.run("for (const part of document.querySelectorAll('.fold')) part.open = true");
  opened.run("for (const part of document.querySelectorAll('.fold')) part.dispatchEvent(new Event('toggle'))");
  const rows = [...opened.page.querySelectorAll(".attributes tr")].map(({ children }) =>
    [...children].map((cell) => cell.textContent),
  );
  expect(rows).toContainEqual(["password", "sensitive", "sensitive"]);
  expect(rows).toContainEqual(["policy", "not shown", "not shown"]);
  expect(rows).toContainEqual(["bucketforces replacement", "acme-prod-quarantine", "acme-prod-rejected"]);
  expect(rows).toContainEqual(["arn", "", "known when applied"]);
});

test.each([
  ["a first deploy of 500 resources", () => firstDeploy(500)],
  ["1,000 changes", () => large(1000)],
])("%s: the page's tree stays small until more is asked for", (_, document) => {
  const { page, noise } = open(document());
  expect(page.querySelectorAll("*").length).toBeLessThan(6000);
  expect(noise).toEqual([]);
});
