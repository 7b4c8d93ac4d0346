import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, jest, test } from "@jest/globals";
import { plinth } from "../../command.ts";

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), "plinth-real-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a bundle is of plans of one environment's own cloud; what means nothing else is refused before anything is planned", async () => {
  const bundle = join(folder, "bundle");
  const words: readonly (readonly [readonly string[], string])[] = [
    [["dev", "--bundle", bundle], "--bundle: it is written of plans of the environment's own cloud. Add --real."],
    [["dev", "--home", folder], "--home: it stands for the environment's own cloud. Add --real."],
    [
      ["dev", "staging", "--real", "--bundle", bundle],
      "--bundle: a bundle is of one environment; these are dev, staging. Make a preview of each.",
    ],
  ];
  for (const [args, line] of words) {
    const { code, stderr } = await plinth(["preview", ...args, "--out", join(folder, "out")]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `${line}\n` });
  }
  expect(existsSync(join(folder, "out"))).toBe(false);
});

test("an environment that may not be planned fails by itself, says why, and has no bundle", async () => {
  const bundle = join(folder, "bundle");
  const out = join(folder, "out");
  const args = ["preview", "prod", "--real", "--base", "HEAD", "--out", out, "--bundle", bundle];
  const { code, stderr } = await plinth(args);
  expect(code).toBe(1);
  expect(stderr).toContain("No bundle is written: the preview of prod failed.");
  expect(existsSync(bundle)).toBe(false);
  const { source, environments } = JSON.parse(readFileSync(join(out, "preview.json"), "utf8"));
  expect(source).toBe("real");
  expect(environments).toMatchObject([{ name: "prod", verdict: "failed", stacks: [] }]);
  expect(environments[0].problems.join("\n")).toContain("it is a placeholder, and no account is called by one");
});
