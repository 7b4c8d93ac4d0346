import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { protections } from "../../constructs/support/protection.ts";
import { policies } from "../../scripts/guardrails/registry.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/guardrails.md"), "utf8");

test("docs/guardrails.md lists every policy as the registry has it", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const written = policies.map(({ id, risk, severity, why, remedy }) => {
    const words =
      typeof severity === "string" ? severity : protections.map((protection) => severity[protection]).join(" · ");
    return `| \`${id}\` | ${risk} | ${words} | ${why}. ${remedy}. |`;
  });
  expect(rows.filter((row) => !row.startsWith("| `cost-step`"))).toEqual(written);
});
