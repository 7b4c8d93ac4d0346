import { expect, test } from "@jest/globals";
import { attributePath } from "../../../rehearsal/plugin/attribute-path.ts";
import { attribute, block, thingSchema } from "../fake-schema.ts";

test("a path ends where the schema knows no further", () => {
  expect(attributePath(["rule", 0, "colour", "shade"], thingSchema).steps).toEqual([
    { attribute_name: "rule" },
    { element_key_int: 0 },
  ]);
  expect(attributePath(["colour"], thingSchema).steps).toEqual([]);
});

test("a path ends at a set, whose elements have no address", () => {
  expect(attributePath(["port", 0, "number"], thingSchema).steps).toEqual([{ attribute_name: "port" }]);
});

test("names, list indexes and map keys become steps of their kinds", () => {
  expect(attributePath(["rule", 1, "name"], thingSchema).steps).toEqual([
    { attribute_name: "rule" },
    { element_key_int: 1 },
    { attribute_name: "name" },
  ]);
  expect(attributePath(["tags", "owner"], thingSchema).steps).toEqual([
    { attribute_name: "tags" },
    { element_key_string: "owner" },
  ]);
  expect(attributePath(["settings", "mode"], thingSchema).steps).toEqual([
    { attribute_name: "settings" },
    { attribute_name: "mode" },
  ]);
});

test("a path goes into the members of object types", () => {
  const schema = block([attribute("nodes", ["list", ["object", { host: "string" }]], "computed")]);
  expect(attributePath(["nodes", 2, "host"], schema).steps).toEqual([
    { attribute_name: "nodes" },
    { element_key_int: 2 },
    { attribute_name: "host" },
  ]);
});
