import { expect, test } from "@jest/globals";
import { validateConfig } from "../../../rehearsal/plugin/validate.ts";
import { UNKNOWN, type Values } from "../../../rehearsal/value.ts";
import { thingSchema } from "../fake-schema.ts";

const named: Values = { name: "one" };

test("a value for an attribute that only the cloud sets is refused, at any depth", () => {
  const config: Values = {
    ...named,
    endpoint: "mine",
    settings: { mode: "m", token: "mine" },
    rule: [{ rule_id: null }, { rule_id: "mine" }],
  };
  expect(validateConfig(thingSchema, config).map(({ summary, path }) => [summary, path])).toEqual([
    ["Value for unconfigurable attribute", ["endpoint"]],
    ["Value for unconfigurable attribute", ["settings", "token"]],
    ["Value for unconfigurable attribute", ["rule", 1, "rule_id"]],
  ]);
});

test("a value that is not known yet is refused there too", () => {
  expect(validateConfig(thingSchema, { ...named, endpoint: UNKNOWN })).toHaveLength(1);
});

test("a required argument that is null is refused, in blocks and nested attributes as well", () => {
  const config: Values = { name: null, settings: { mode: null }, port: [{ number: null }] };
  expect(validateConfig(thingSchema, config).map(({ summary, path }) => [summary, path])).toEqual([
    ["Missing required argument", ["name"]],
    ["Missing required argument", ["settings", "mode"]],
    ["Missing required argument", ["port", "number"]],
  ]);
});

test("the message names the argument as it is written", () => {
  expect(validateConfig(thingSchema, { ...named, endpoint: "mine" })[0]?.detail).toMatchInlineSnapshot(
    `"Can't configure a value for "endpoint": its value will be decided automatically based on the result of applying this configuration."`,
  );
});

test("optional and computed arguments may be set, left out or unknown", () => {
  const config: Values = { name: UNKNOWN, region: "here", password_wo: "x", settings: UNKNOWN, rule: UNKNOWN };
  expect(validateConfig(thingSchema, config)).toEqual([]);
});
