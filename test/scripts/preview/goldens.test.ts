import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { expect, test } from "@jest/globals";
import { riskWords } from "../../../scripts/preview/words/risk-words.ts";
import { previewGoldens } from "../../preview/goldens.ts";

const goldens = previewGoldens();

test.each([...goldens.keys()].map((file) => relative(process.cwd(), file)))(
  "%s is what the code makes; node test/preview/write-goldens.ts rewrites it",
  (file) => {
    const [, made] = [...goldens].find(([path]) => path.endsWith(file)) ?? [];
    expect(existsSync(file) && readFileSync(file, "utf8")).toBe(made);
  },
);

test("docs/preview.md tells each class of risk as the previews do", () => {
  const rows = Object.entries(riskWords).map(([risk, { name, meaning }]) => `| ${risk} | ${name} | ${meaning} |`);
  expect(readFileSync("docs/preview.md", "utf8")).toContain(rows.join("\n"));
});
