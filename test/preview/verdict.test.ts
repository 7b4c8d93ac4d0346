import { expect, test } from "@jest/globals";
import type { StackPreview } from "../../scripts/preview/document.ts";
import { riskOf, verdictOf } from "../../scripts/preview/verdict.ts";
import { analyzed, changeOf } from "./analyzed.ts";

const lost = analyzed([changeOf("aws_msk_topic.a", ["delete"], { before: { id: "1" }, after: null })]);
const grown = analyzed([
  changeOf("aws_msk_topic.a", ["update"], { before: { partition_count: 1 }, after: { partition_count: 2 } }),
]);
const read = analyzed([changeOf("data.aws_region.a", ["read"], { before: null, after: {} }, { mode: "data" })]);
const of = ({ stack, findings }: typeof lost) => ({ problems: [], stacks: [stack], findings: [...findings] });
const waived = { reason: "the topic is empty and unused", owner: "o", expires: "2026-12-01" };

test("an environment is blocked by a finding that nobody waived, and ranks as its worst change", () => {
  expect([verdictOf(of(lost)), riskOf(of(lost))]).toEqual(["blocked", "R5"]);
  const excused = lost.findings.map((finding) => ({ ...finding, waived }));
  expect(verdictOf({ problems: [], stacks: [lost.stack], findings: excused })).toBe("ok");
  expect([verdictOf(of(grown)), riskOf(of(grown))]).toEqual(["ok", "R2"]);
});

test("a stack that failed fails its environment, whatever was found", () => {
  const failed: StackPreview = { ...grown.stack, status: "failed" };
  expect(verdictOf({ problems: [], stacks: [lost.stack, failed], findings: [...lost.findings] })).toBe("failed");
});

test("reading changes nothing, an output does", () => {
  expect([verdictOf(of(read)), riskOf(of(read))]).toEqual(["unchanged", "R0"]);
  const output: StackPreview = { ...read.stack, outputs: [{ name: "handover", change: "changed" }] };
  expect(verdictOf({ problems: [], stacks: [output], findings: [] })).toBe("ok");
});

test("an unlocked environment ranks highest, whatever changes", () => {
  expect(riskOf({ ...of(read), unlocked: "prod:aws_s3_bucket.a:2026-12-01" })).toBe("R5");
});
