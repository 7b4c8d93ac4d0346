import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { readPlan } from "../../scripts/preview/plan/plan.ts";
import { analyzed, changeOf } from "./analyzed.ts";

const whole = readFileSync(join(import.meta.dirname, "plans", "bucket-deleted.json"), "utf8");

function refusal(text: string): readonly string[] {
  try {
    readPlan(text, "prod-data.json");
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

test.each([
  ["an empty file", "", "it is cut off or no JSON, at its end, at 0 characters"],
  ["a binary plan", "PK\u0003\u0004", "it is cut off or no JSON"],
  ["no plan at all", "{}", "format_version is not as in a plan of Terraform (invalid type)"],
  [
    "a plan of another format",
    '{"format_version":"2.0"}',
    "format_version is not as in a plan of Terraform (it must be a plan of format 1)",
  ],
  ["a list", "[]", "the whole file is not as in a plan"],
  ["changes that are none", '{"format_version":"1.2","resource_changes":[{"address":"a.b"}]}', "resource_changes.0."],
  [
    "actions that are none",
    JSON.stringify({ format_version: "1.2", resource_changes: [changeOf("a.b", [])] }),
    "resource_changes.0.change.actions",
  ],
])("%s is refused by one problem that names the file and the place", (_, text, said) => {
  const problems = refusal(text);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`prod-data.json: ${said}`);
  expect(problems[0]).toContain("Write the file again with `terraform show -json <plan file>`.");
});

test("a plan cut off anywhere is refused", () => {
  for (let end = 0; end < whole.trimEnd().length; end += 97) expect(refusal(whole.slice(0, end))).toHaveLength(1);
});

test("the refusal repeats nothing of a file, which may hold secrets", () => {
  const secret = "quiet-otter-wading-upstream";
  const texts = [
    `{"format_version":"1.2","resource_changes":[{"change":{"after":{"password":"${secret}`,
    `{"password": ${secret}}`,
    `{"format_version":"${secret}"}`,
    JSON.stringify({
      format_version: "1.2",
      resource_changes: [{ address: "a.b", mode: secret, type: "a", change: { actions: ["update"], after: secret } }],
    }),
  ];
  for (const text of texts) expect(refusal(text)[0]).not.toContain(secret);
});

test("an action that this version does not know is refused, not skipped", () => {
  expect(() => analyzed([changeOf("aws_s3_bucket.a", ["archive"])])).toThrow(
    'aws_s3_bucket.a: the plan\'s actions are ["archive"]; they must be ones that this version of plinth knows.',
  );
});

test("a plan with nothing in it changes nothing", () => {
  const plan = readPlan('{"format_version":"1.2"}', "a.json");
  expect([plan.resource_changes, plan.complete, plan.errored]).toEqual([[], true, false]);
});
