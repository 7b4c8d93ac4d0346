import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { providerLockOf } from "../../../scripts/bundle/surroundings.ts";
import type { StackPlace } from "../../../scripts/stack-places.ts";

/** A repository's lock, which is not there yet, and a stack's folder. */
function folders(): { repositoryLock: string; folderLock: string; place: StackPlace } {
  const folder = mkdtempSync(join(tmpdir(), "plinth-lock-"));
  const cwd = join(folder, "dev-data");
  mkdirSync(cwd);
  return {
    repositoryLock: join(folder, "providers.lock.hcl"),
    folderLock: join(cwd, ".terraform.lock.hcl"),
    place: { layer: "data", stack: "dev-data", cwd, env: {} },
  };
}

test("what terraform init writes into a stack's folder is not taken for another lock", () => {
  const { repositoryLock, folderLock, place } = folders();
  const before = providerLockOf([place], repositoryLock);
  writeFileSync(folderLock, "made by init");
  expect(providerLockOf([place], repositoryLock)).toBe(before);
});

test("another lock in the repository is another lock", () => {
  const { repositoryLock, place } = folders();
  const none = providerLockOf([place], repositoryLock);
  writeFileSync(repositoryLock, "6.66.0");
  const one = providerLockOf([place], repositoryLock);
  writeFileSync(repositoryLock, "6.67.0");
  expect(new Set([none, one, providerLockOf([place], repositoryLock)]).size).toBe(3);
});

test("in a simulated cloud, the lock of the simulated providers counts, and not the repository's", () => {
  const { repositoryLock, folderLock, place } = folders();
  mkdirSync(join(place.cwd, "terraform.d/plugins"), { recursive: true });
  writeFileSync(folderLock, "one");
  const one = providerLockOf([place], repositoryLock);
  writeFileSync(repositoryLock, "6.66.0");
  expect(providerLockOf([place], repositoryLock)).toBe(one);
  writeFileSync(folderLock, "other");
  expect(providerLockOf([place], repositoryLock)).not.toBe(one);
});
