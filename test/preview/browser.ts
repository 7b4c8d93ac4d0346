import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { source as axeSource } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { PreviewDocument } from "../../scripts/preview/document.ts";
import { renderPage } from "../../scripts/preview/html/page.ts";

/** As the packages of Debian, Google and macOS's Homebrew call it. */
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A Chromium of this machine, by the path variable. */
export function chromiumPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Opened {
  readonly page: Page;
  /** What the console said, what failed and what was asked of anything but the file itself. */
  readonly noise: readonly string[];
}

/** A Chromium in which documents are opened as the file that a reader downloads. */
export class Reader {
  readonly #browser: Browser;
  readonly #folder = mkdtempSync(join(tmpdir(), "plinth-page-"));

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(executablePath: string): Promise<Reader> {
    // As root, as in most containers, Chromium has no sandbox; it opens nothing here but our own file.
    return new Reader(await chromium.launch({ executablePath, headless: true, args: ["--no-sandbox"] }));
  }

  async open(document: PreviewDocument, options: BrowserContextOptions = {}): Promise<Opened> {
    const page = await this.#browser.newPage(options);
    const noise: string[] = [];
    const file = pathToFileURL(join(this.#folder, "preview.html")).href;
    writeFileSync(new URL(file), renderPage(document));
    page.on("console", (message) => noise.push(message.text()));
    page.on("pageerror", (error) => noise.push(String(error)));
    page.on("request", (request) => {
      if (request.url() !== file) noise.push(request.url());
    });
    await page.goto(file);
    await page.waitForSelector("main");
    return { page, noise };
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** What axe-core finds against WCAG 2.2 AA and its own best practices, as "rule: selector". */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const problems = "violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target))";
  return await page.evaluate(`axe.run().then(({ violations }) => ${problems})`);
}
