import { expect, test } from "@jest/globals";
import { type Drift, toldDrift } from "../../../scripts/drift/told.ts";
import { withheld } from "../../../scripts/drift/withheld.ts";
import type { AttributeChange } from "../../../scripts/preview/document.ts";

const token = `ghp_${"Ab3".repeat(12)}`;

function driftOf(...values: string[]): Drift {
  const attribute = (after: string): AttributeChange => ({
    path: "runtime",
    change: "changed",
    before: "java11",
    after,
    unknown: false,
    replaces: false,
  });
  const drifted = values.map((value, index) => ({
    address: `aws_example.at_${index}`,
    type: "aws_example",
    what: "changed" as const,
    attributes: [attribute(value)],
  }));
  return { environment: "prod", stacks: [{ stack: "prod-data", deployed: true, drifted, expected: [] }], notices: [] };
}

test("a resource in which something looks like a credential is told without its attributes, the others with theirs", () => {
  const drift = withheld(driftOf(token, "java17"));
  const told = toldDrift(drift);
  expect(`${told}${JSON.stringify(drift)}`).not.toContain(token);
  expect(told).toContain("prod-data: aws_example.at_0 was changed");
  expect(told).toContain("prod-data: aws_example.at_0: one of its attributes looks like a credential");
  expect(told).toContain("runtime: java11 → java17");
  expect(told).toContain("2 resources were changed outside of Terraform");
});

test("drift without anything of that kind is told as it is", () => {
  const drift = driftOf("java17");
  expect(withheld(drift)).toEqual(drift);
});
