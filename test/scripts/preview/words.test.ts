import { expect, test } from "@jest/globals";
import type { Action } from "../../../scripts/preview/document.ts";
import { courseOf, tally } from "../../../scripts/preview/words/action-words.ts";
import { amount, delta } from "../../../scripts/preview/words/amount.ts";
import { counted, noun } from "../../../scripts/preview/words/noun.ts";
import { clipped, plainText } from "../../../scripts/preview/words/plain-text.ts";
import { byRisk, highestRisk } from "../../../scripts/preview/words/risk-words.ts";
import { change } from "../../preview/documents.ts";

test.each([
  ["aws_msk_topic", 12, "msk topics"],
  ["kubernetes_network_policy_v1", 2, "network policies"],
  ["aws_kms_alias", 3, "kms aliases"],
  ["aws_vpc", 1, "vpc"],
  ["aws_s3_bucket_ownership_controls", 4, "s3 bucket ownership controls"],
  ["<b>", 2, "resources"],
])("%s, %i times, is %s", (type, count, words) => {
  expect(noun(type, count)).toBe(words);
});

test("one is one, and none are many", () => {
  expect([counted(1, "finding"), counted(0, "finding")]).toEqual(["1 finding", "0 findings"]);
});

test("what may be replaced is counted apart from what is changed, and what is replaced anyway is not doubtful", () => {
  const of = (action: Action, mayReplace = false) => change({ address: "a.b", construct: "c", action, mayReplace });
  expect(tally([of("update"), of("update", true), of("delete"), of("update")])).toBe(
    "1 destroyed, 1 perhaps replaced, 2 changed",
  );
  expect(courseOf(of("replace", true))).toBe("replace");
  expect(tally([])).toBe("no changes");
});

test.each([
  [0, 0, "±0 USD"],
  [1240, 1310.4, "+70 USD"],
  [1310.4, 1240, "−70 USD"],
  [0, 0.5, "+0.50 USD"],
  [0.001, 0.002, "±0 USD"],
])("from %d to %d USD is %s", (before, after, said) => {
  expect(delta(before, after)).toBe(said);
});

test("amounts are read in thousands", () => {
  expect([amount(1234567), amount(3), amount(2.5)]).toEqual(["1,234,567 USD", "3 USD", "2.50 USD"]);
});

test.each([
  ["a\n\tb", "a b"],
  ["a\u202eb\u200bc\u0000", "a\\u{202e}b\\u{200b}c\\u{0}"],
  ["\ud83d", "\\u{d83d}"],
  ["😀 é ∀", "😀 é ∀"],
])("%j reads %j", (text, shown) => {
  expect(plainText(text)).toBe(shown);
});

test("what is too long loses its middle, counted in characters", () => {
  expect(clipped("😀".repeat(9), 5)).toBe("😀😀…😀😀");
  expect(clipped("abcde", 5)).toBe("abcde");
});

test("the highest risk of none is that nothing changes", () => {
  expect([highestRisk([]), highestRisk(["R1", "R4", "R2"])]).toEqual(["R0", "R4"]);
  expect(byRisk("R5", "R0")).toBeLessThan(0);
});
