import { expect, test } from "@jest/globals";
import { previewDocument } from "../../../scripts/preview/document.ts";
import { renderedPreview } from "../../../scripts/preview/rendered.ts";
import { preview } from "../../preview/documents.ts";
import { failing, hostile, large, workingDay } from "../../preview/scenarios.ts";

test("a document with more than it may hold is refused before anything is rendered", () => {
  const more = { ...workingDay(), plan: { password: "x" } };
  expect(() => renderedPreview(more)).toThrow(/plan/);
});

test.each([
  ["no environment", preview],
  ["a working day", workingDay],
  ["a failed plan", failing],
  ["hostile text", hostile],
  ["5,000 changes", () => large(5000)],
])("%s: preview.json is the document again", (_, document) => {
  const files = renderedPreview(document());
  expect([...files.keys()]).toEqual(["preview.md", "preview.html", "preview.json"]);
  expect(previewDocument.parse(JSON.parse(files.get("preview.json") ?? ""))).toEqual(document());
});
