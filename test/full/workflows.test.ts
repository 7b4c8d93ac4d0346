/** The workflows by a security linter that brings its own program, without a look at the network. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, jest, test } from "@jest/globals";

jest.setTimeout(300_000);

const root = join(import.meta.dirname, "../..");
const program = join(root, "node_modules/.cache/zizmor/bin/zizmor");

beforeAll(() => {
  const install = spawnSync(process.execPath, [join(root, "tools/python.js"), "zizmor"], { encoding: "utf8" });
  if (install.status !== 0) throw new Error(install.stderr);
});

function zizmor(folder: string): { code: number | null; said: string } {
  const args = ["--offline", "--no-progress", "--color=never", folder];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return { code: status, said: `${stdout}${stderr}` };
}

test("zizmor finds what is dangerous in a workflow", () => {
  const folder = mkdtempSync(join(tmpdir(), "plinth-zizmor-"));
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  const steps = `[{ uses: 'actions/checkout@v4' }, { run: 'echo \${{ github.event.pull_request.title }}' }]`;
  const workflow = `on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: ${steps}\n`;
  writeFileSync(join(folder, ".github/workflows/bad.yml"), workflow);
  const { code, said } = zizmor(folder);
  expect(code).not.toBe(0);
  for (const audit of ["dangerous-triggers", "template-injection", "unpinned-uses", "excessive-permissions"])
    expect(said).toContain(audit);
  rmSync(folder, { recursive: true });
});

test("zizmor finds nothing in ours", () => {
  const { code, said } = zizmor(join(root, ".github"));
  expect(said).toContain("No findings to report");
  expect(code).toBe(0);
});
