import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "@jest/globals";
import { parseSync } from "@swc/core";

const root = join(import.meta.dirname, "..");
const rooms = ["stacks", "constructs", "environments", "jobs", "rehearsal", "scripts", "tools"] as const;
const engines = /^(cdktf|constructs)$|^@cdktf\//;

interface Import {
  readonly from: string;
  /** Another file of ours, from the root; or a package. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const sources = rooms.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|js)$/.test(file) && !file.includes("node_modules"))
    .map((file) => `${room}/${file}`),
);
const imports = sources.filter((file) => file.endsWith(".ts")).flatMap(importsOf);

function importsOf(from: string): Import[] {
  const { body } = parseSync(readFileSync(join(root, from), "utf8"), { syntax: "typescript" });
  return body.flatMap((item) => {
    if (item.type !== "ImportDeclaration") return [];
    const named = item.specifiers.filter((specifier) => specifier.type === "ImportSpecifier");
    const typeOnly =
      item.typeOnly ||
      (named.length > 0 && named.length === item.specifiers.length && named.every((s) => s.isTypeOnly));
    const source = item.source.value;
    const to = source.startsWith(".") ? relative(root, join(root, dirname(from), source)) : source;
    return [{ from, to, typeOnly }];
  });
}

const room = (path: string) => path.split("/")[0] ?? "";
const domain = (path: string) => path.split("/").slice(0, 2).join("/");
const isOurs = (path: string) => rooms.some((name) => path.startsWith(`${name}/`));
const offending = (allowed: (i: Import) => boolean) =>
  imports.filter((i) => isOurs(i.to) && !allowed(i)).map((i) => `${i.from} → ${i.to}`);

/** What jobs and constructs both go by: how a job is told what to do, where things lie in the lake, what a connection is. */
const agreements = ["jobs/batch-connection.ts", "jobs/contract.ts", "jobs/lake-layout.ts"];

test("a construct imports its own domain, the support and what is agreed with jobs, and of other domains types only", () => {
  const wrong = offending(
    (i) =>
      room(i.from) !== "constructs" ||
      domain(i.to) === domain(i.from) ||
      domain(i.to) === "constructs/support" ||
      agreements.includes(i.to) ||
      (room(i.to) === "constructs" && i.typeOnly),
  );
  expect(wrong).toEqual([]);
});

test("environments import the config side of constructs only: nothing they reach loads the engine", () => {
  const reached = new Set(sources.filter((file) => room(file) === "environments"));
  for (const file of reached) {
    for (const i of imports) if (i.from === file && !i.typeOnly && isOurs(i.to)) reached.add(i.to);
  }
  expect(
    imports.filter((i) => reached.has(i.from) && !i.typeOnly && engines.test(i.to)).map((i) => `${i.from} → ${i.to}`),
  ).toEqual([]);
  expect(
    offending((i) => room(i.from) !== "environments" || ["environments", "constructs"].includes(room(i.to))),
  ).toEqual([]);
});

test("stacks import constructs and environments", () => {
  expect(
    offending((i) => room(i.from) !== "stacks" || ["stacks", "constructs", "environments"].includes(room(i.to))),
  ).toEqual([]);
});

test("jobs and rehearsal import nothing but themselves", () => {
  expect(offending((i) => !["jobs", "rehearsal"].includes(room(i.from)) || room(i.to) === room(i.from))).toEqual([]);
});

test("tools import the rehearsal, the environments and the error they print", () => {
  const allowed = (i: Import) =>
    room(i.from) !== "tools" ||
    ["tools", "rehearsal", "environments"].includes(room(i.to)) ||
    i.to === "constructs/support/errors.ts";
  expect(offending(allowed)).toEqual([]);
});

test("stacks compose constructs and build no resource themselves", () => {
  const resources = imports.filter(
    (i) => room(i.from) === "stacks" && i.to.startsWith("@cdktf/provider-") && !i.to.endsWith("/lib/provider/index.js"),
  );
  expect(resources).toEqual([]);
});

test("provider bindings are imported deeply, because a whole package takes seconds to load", () => {
  const shallow = imports.filter((i) => i.to.startsWith("@cdktf/provider-") && !i.to.endsWith("/index.js"));
  expect(shallow).toEqual([]);
});

test("constructs and stacks read no environment variables, but for the app itself", () => {
  const readers = sources.filter((file) => ["constructs", "stacks"].includes(room(file)) && file !== "stacks/app.ts");
  expect(readers.filter((file) => readFileSync(join(root, file), "utf8").includes("process.env"))).toEqual([]);
});

test("every hand-written source file has fewer than 250 lines", () => {
  const long = sources.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > 250);
  expect(long).toEqual([]);
});
