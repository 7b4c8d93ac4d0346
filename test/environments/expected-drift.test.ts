import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { expect, test } from "@jest/globals";
import { environmentNames } from "../../environments/catalog.ts";
import { readExpectedDrift } from "../../environments/expected-drift.ts";
import { Expectations } from "../../scripts/drift/expectations.ts";

const golden = join(import.meta.dirname, "../golden");

/** A golden is a stack's configuration, or the list of its addresses. */
function addressesIn(file: string): string[] {
  const text = readFileSync(file, "utf8");
  if (!file.endsWith(".json")) return text.split("\n");
  const { resource } = JSON.parse(text);
  return Object.entries(Object(resource)).flatMap(([type, ofType]) =>
    Object.keys(Object(ofType)).map((name) => `${type}.${name}`),
  );
}

test("every declared expectation is about something that stands, in every environment", () => {
  const [first] = readExpectedDrift()
    .map(({ expires }) => expires)
    .sort();
  for (const environment of environmentNames()) {
    const folder = join(golden, environment);
    const expectations = new Expectations(readExpectedDrift(), first ?? "");
    const files = readdirSync(folder);
    expect(files).toHaveLength(4);
    for (const file of files) expectations.meet(parse(file).name, addressesIn(join(folder, file)));
    expect(expectations.notices()).toEqual([]);
  }
});

test.each([
  "!x",
  "?*/*",
  "prod-*/**",
  "*/**",
  "*-data/**",
  "*-*/aws_a.b",
  "**-data/aws_a.b",
  "*-data/aws_{a,b}.c",
  "*-data/aws_a.b|**",
])("an expectation of %j is refused: only the environment may be left open", (address) => {
  const [first] = readExpectedDrift();
  expect(() => readExpectedDrift([{ ...first, address }])).toThrow(/0\.address: it must name a resource: begin with/);
  expect(readExpectedDrift([{ ...first, address: "prod-data/aws_msk_cluster.a*" }])).toHaveLength(1);
});
