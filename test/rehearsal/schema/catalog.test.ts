import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { bindingOf } from "../../../rehearsal/schema/binding.ts";
import { loadSchema, SchemaCatalog } from "../../../rehearsal/schema/catalog.ts";
import { deriveSchema } from "../../../rehearsal/schema/derive.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plinth-schemas-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const DAMAGES = ["", '{"attributes":[', "null", '{"attributes":[]}', "\u0000\u0000"];

test.each(DAMAGES)("a cache file that holds %j is derived again and healed", (damage) => {
  const schema = load();
  writeFileSync(cacheFile(), damage);
  expect(load()).toEqual(schema);
  expect(JSON.parse(readFileSync(cacheFile(), "utf8"))).toEqual(schema);
});

test("an unknown type is refused and leaves nothing in the cache", () => {
  expect(() => new SchemaCatalog(folder).load("helm", "resource", "helm_chart")).toThrow('"helm_chart" is unknown');
  expect(readdirSync(folder)).toEqual([]);
});

test("a folder that cannot be written does not keep a schema from being derived", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(new SchemaCatalog(file).load("helm", "resource", "helm_release")).toEqual(load());
});

test("a schema is derived once, then read from memory or from disk", () => {
  const derive = jest.fn(deriveSchema);
  const catalog = new SchemaCatalog(folder, derive);
  const first = catalog.load("helm", "resource", "helm_release");
  expect(catalog.load("helm", "resource", "helm_release")).toBe(first);
  expect(new SchemaCatalog(folder, derive).load("helm", "resource", "helm_release")).toEqual(first);
  expect(derive).toHaveBeenCalledTimes(1);
});

test("a resource and a data source of one name are kept apart", () => {
  const catalog = new SchemaCatalog(folder);
  const resource = catalog.load("aws", "resource", "aws_kms_key");
  expect(catalog.load("aws", "data", "aws_kms_key")).not.toEqual(resource);
});

test("the cache is kept by the binding's version and the version of the rules", () => {
  load();
  const [scope = ""] = readdirSync(folder);
  const [entry = ""] = readdirSync(join(folder, scope));
  expect(`${scope}/${entry}`.split("+")).toEqual([bindingOf("helm").id, expect.stringMatching(/^[0-9a-f]{12}$/)]);
});

test("processes that derive the same types at once all get them, and leave only whole files", async () => {
  const catalog = join(import.meta.dirname, "../../../rehearsal/schema/catalog.ts");
  const program = `
    const { SchemaCatalog } = await import(process.argv[1]);
    const catalog = new SchemaCatalog(process.argv[2]);
    const types = ["aws_eks_cluster", "aws_msk_cluster", "aws_s3_bucket"];
    process.stdout.write(JSON.stringify(types.map((type) => catalog.load("aws", "resource", type))));`;
  const run = async () => {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program, catalog, folder]);
    const output: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    const [code] = await once(child, "close");
    return { code, schemas: JSON.parse(Buffer.concat(output).toString("utf8")) };
  };
  const schemas = ["aws_eks_cluster", "aws_msk_cluster", "aws_s3_bucket"].map((type) =>
    loadSchema("aws", "resource", type),
  );
  const results = await Promise.all([run(), run(), run(), run()]);
  expect(results).toEqual(Array(4).fill({ code: 0, schemas }));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.json/.test(file));
  expect(files.map((file) => file.split("/").at(-1)).sort()).toEqual([
    "aws_eks_cluster.json",
    "aws_msk_cluster.json",
    "aws_s3_bucket.json",
  ]);
});

function load() {
  return new SchemaCatalog(folder).load("helm", "resource", "helm_release");
}

function cacheFile(): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return join(folder, files.find((file) => file.endsWith("helm_release.json")) ?? "");
}
