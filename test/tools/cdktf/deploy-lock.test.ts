import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { lockEnvironment } from "../../../tools/cdktf/deploy-lock.ts";

const folder = mkdtempSync(join(tmpdir(), "plinth-lock-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a second holder is refused with the lock and who holds it", () => {
  const release = lockEnvironment("local", join(folder, "local"), "deploy local");
  expect(() => lockEnvironment("local", join(folder, "local"), "diff local")).toThrow(
    new RegExp(`local\\.lock: the lock of local is held by .*process ${process.pid}, cdktf deploy local, since `),
  );
  release();
});

test("a released lock can be taken again", () => {
  lockEnvironment("local", join(folder, "again"), "deploy local")();
  const release = lockEnvironment("local", join(folder, "again"), "deploy local");
  release();
});

test("environments do not wait for each other", () => {
  const first = lockEnvironment("dev", join(folder, "dev"), "deploy dev");
  const second = lockEnvironment("prod", join(folder, "prod"), "deploy prod");
  first();
  second();
});
