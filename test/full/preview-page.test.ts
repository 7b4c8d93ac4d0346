import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { PreviewDocument } from "../../scripts/preview/document.ts";
import { accessibilityProblems, chromiumPath, Reader } from "../preview/browser.ts";
import { environment, firstDeploy, preview } from "../preview/documents.ts";
import { failing, hostile, large, workingDay } from "../preview/scenarios.ts";

const path = chromiumPath();
if (!path)
  console.warn(
    "No Chromium on this machine: the page is opened in jsdom only (test/scripts/preview/html/page.test.ts).",
  );
const inChromium = path ? test : test.skip;

let reader: Reader | undefined;
beforeAll(async () => {
  if (path) reader = await Reader.start(path);
}, 60_000);
afterAll(async () => await reader?.stop());

async function open(document: PreviewDocument, options: Parameters<Reader["open"]>[1] = {}) {
  if (!reader) throw new Error("Chromium was not started.");
  return await reader.open(document, options);
}

const themes = ["light", "dark"] as const;
const documents: Readonly<Record<string, () => PreviewDocument>> = {
  "nothing changes": () => preview(environment("dev")),
  "a working day": workingDay,
  "a failed plan": failing,
  "hostile text": hostile,
  "a first deploy": firstDeploy,
  "1,000 changes": () => large(1000),
};
const inThemes = Object.keys(documents).flatMap((name) => themes.map((theme) => [name, theme] as const));

inChromium.each(inThemes)(
  "%s, %s: no console message, no request, nothing against WCAG 2.2 AA, contrast included",
  async (name, colorScheme) => {
    const { page, noise } = await open(documents[name]?.() ?? preview(), { colorScheme });
    await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(noise).toEqual([]);
    await page.close();
  },
  120_000,
);

inChromium(
  "Tab reaches every finding, and what it reaches shows it, in sight",
  async () => {
    const { page } = await open(workingDay());
    const unseen: string[] = [];
    let findings = 0;
    for (let press = 0; press < 200; press++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate<{
        text: string;
        finding: boolean;
        outline: string;
        hidden: boolean;
        body: boolean;
      }>(`(() => {
      const at = document.activeElement;
      const { top, left, bottom } = at.getBoundingClientRect();
      const bar = document.querySelector(".toolbar");
      const under = !bar.contains(at) && at.closest("main") && bottom <= bar.getBoundingClientRect().bottom && top >= bar.getBoundingClientRect().top;
      const hidden = under || bottom < 0 || top > innerHeight || left < 0;
      return { text: at.textContent, finding: at.matches(".finding > summary"), outline: getComputedStyle(at).outlineStyle, hidden: Boolean(hidden), body: at === document.body };
    })()`);
      if (at.body) break;
      if (at.finding) findings += 1;
      if (at.outline === "none" || at.hidden) unseen.push(at.text);
    }
    expect(findings).toBe(workingDay().environments.flatMap((one) => one.findings).length);
    expect(unseen).toEqual([]);
    await page.close();
  },
  60_000,
);

inChromium(
  "arrows go through every finding of 1,000 changes, asking for more where the list has more",
  async () => {
    const { page } = await open(large(1000));
    await page.locator(".finding > summary").first().focus();
    const reached = new Set<string>();
    for (let press = 0; press < 400; press++) {
      const at = await page.evaluate<{ kind: string; text: string }>(
        "(() => { const at = document.activeElement; return { kind: at.matches('.finding > summary') ? 'finding' : at.className, text: at.textContent }; })()",
      );
      if (at.kind === "finding") reached.add(at.text);
      else if (at.kind !== "more") break;
      if (at.kind === "finding") await page.keyboard.press("ArrowDown");
      else await page.keyboard.press("Enter");
    }
    expect(reached.size).toBe(large(1000).environments[0]?.findings.length);
    await page.close();
  },
  60_000,
);

inChromium("a change opens and closes by keyboard and shows its attributes before and after", async () => {
  const { page } = await open(workingDay());
  const fold = page.locator(".fold > summary", { hasText: "3 msk topics" }).first();
  await fold.focus();
  await page.keyboard.press("Enter");
  const row = page.locator(".fold[open] .attributes tbody tr");
  expect(await row.innerText()).toBe("configs.retention.ms\t604800000\t259200000");
  await page.keyboard.press("ArrowLeft");
  expect(await row.isVisible()).toBe(false);
  await page.close();
});

inChromium(
  "5,000 changes: search, risk and action narrow what is shown, and the page stays small",
  async () => {
    const { page } = await open(large(5000));
    const status = page.getByRole("status");
    const nodes = async () => Number(await page.evaluate("document.querySelectorAll('*').length"));
    expect(await status.innerText()).toBe("Shown: 5000 changes, 500 findings.");
    expect(await nodes()).toBeLessThan(6000);
    await page.getByRole("checkbox", { name: /R5/ }).check();
    expect(await status.innerText()).toMatch(/^Shown: 833 changes/);
    await page.getByRole("checkbox", { name: "change", exact: true }).check();
    expect(await status.innerText()).toBe("Shown: 0 changes, 0 findings.");
    await page.getByRole("button", { name: "Show everything" }).click();
    await page.getByRole("searchbox").fill("kafka-alarms broker-1-41");
    await page.getByText("Shown: 1 change,").waitFor();
    expect(await page.locator(".fold").count()).toBe(1);
    await page.locator(".tile").first().click();
    const chosen = await page.locator(".tile[aria-pressed=true]").count();
    expect([chosen, await page.getByRole("searchbox").inputValue()]).toEqual([1, ""]);
    expect(await nodes()).toBeLessThan(6000);
    await page.close();
  },
  60_000,
);

inChromium("what is typed counts where a risk is chosen right after it", async () => {
  const { page } = await open(large(1000));
  await page.getByRole("searchbox").fill("kafka-alarms");
  await page.getByRole("checkbox", { name: /R5/ }).check();
  await page.getByText("Shown: 8 changes,").waitFor();
  expect(await page.getByRole("searchbox").inputValue()).toBe("kafka-alarms");
  await page.close();
});

inChromium("the theme is the system's until the button says otherwise", async () => {
  const { page } = await open(workingDay(), { colorScheme: "dark" });
  const paper = async () => String(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
  const dark = await paper();
  await page.getByRole("button", { name: "Dark" }).click();
  const light = await paper();
  expect([dark, light]).toEqual(["rgb(14, 19, 24)", "rgb(255, 255, 255)"]);
  expect(await page.getByRole("button", { name: "Dark" }).getAttribute("aria-pressed")).toBe("false");
  await page.close();
});

inChromium(
  "at 320 pixels nothing lies beside the page (WCAG 1.4.10)",
  async () => {
    for (const document of [workingDay(), hostile(), large(1000)]) {
      const { page } = await open(document, { viewport: { width: 320, height: 900 } });
      await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
      await page.close();
    }
  },
  60_000,
);
