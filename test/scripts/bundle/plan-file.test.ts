import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { terraform } from "../../../rehearsal/terraform.ts";
import { makePlanFile } from "../../../scripts/bundle/plan-file.ts";

const modeOf = (path: string) => statSync(path).mode & 0o777;

test("a file that a killed run has left is replaced, with what it held and how it could be read", () => {
  const file = join(mkdtempSync(join(tmpdir(), "plinth-plan-file-")), "a.tfplan");
  writeFileSync(file, "old", { mode: 0o644 });
  makePlanFile(file);
  expect(readFileSync(file, "utf8")).toBe("");
  expect(modeOf(file)).toBe(0o600);
});

test("Terraform writes its plan into the file and leaves its mode", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "plinth-plan-file-"));
  writeFileSync(join(cwd, "main.tf"), 'output "one" {\n  value = 1\n}\n');
  const file = join(cwd, "a.tfplan");
  makePlanFile(file);
  const { code } = await terraform(["plan", "-input=false", "-out=a.tfplan"], { cwd, env: process.env });
  expect(code).toBe(0);
  expect(statSync(file).size).toBeGreaterThan(0);
  expect(modeOf(file)).toBe(0o600);
});
