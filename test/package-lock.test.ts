import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

const lock = JSON.parse(readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8"));
const packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }> = lock.packages;

test("the lock holds every optional dependency, so that npm ci accepts it on every platform", () => {
  const names = Object.keys(packages);
  const missing = Object.entries(packages).flatMap(([name, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((dependency) => !names.some((path) => path.endsWith(`node_modules/${dependency}`)))
      .map((dependency) => `${name} → ${dependency}`),
  );
  expect(missing).toEqual([]);
});

test("there is one engine and one constructs in the tree", () => {
  const copies = Object.keys(packages).filter((path) => /node_modules\/(cdktn|constructs|cdktf)$/.test(path));
  expect(copies.sort()).toEqual(["node_modules/cdktf", "node_modules/cdktn", "node_modules/constructs"]);
});

test("the lock names no host", () => {
  const hosts = Object.values(packages).filter(({ resolved }) => resolved?.startsWith("http"));
  expect(hosts).toEqual([]);
});

test("every dependency is pinned exactly", () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8"));
  const ranges = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  }).filter(
    ([, version]) =>
      !/^(file:tools\/|npm:@cdktn\/provider-aws@)?\d*[\w.-]*$/.test(String(version)) || /^[~^]/.test(String(version)),
  );
  expect(ranges).toEqual([]);
});
