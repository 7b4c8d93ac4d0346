import { expect, test } from "@jest/globals";
import { planValues, withoutWriteOnly } from "../../../rehearsal/plugin/plan.ts";
import { UNKNOWN, type Values } from "../../../rehearsal/value.ts";
import { thingSchema } from "../fake-schema.ts";

const empty: Values = {
  id: null,
  name: "one",
  size: null,
  region: null,
  endpoint: null,
  secret: null,
  password_wo: null,
  tags: null,
  settings: null,
  rule: [],
  port: [],
};

const made: Values = { ...empty, id: "1", region: "here", endpoint: "e", secret: "s" };

test("of a new object, only what the cloud may set is unknown", () => {
  expect(planValues(thingSchema, empty, null)).toEqual({
    ...empty,
    id: UNKNOWN,
    region: UNKNOWN,
    endpoint: UNKNOWN,
    secret: UNKNOWN,
  });
});

test("a computed attribute with a configured value keeps it", () => {
  expect(planValues(thingSchema, { ...empty, region: "there" }, null).region).toBe("there");
});

test("unknowns reach into blocks and nested attributes that are written, and add none", () => {
  const proposed: Values = {
    ...empty,
    settings: { mode: "m", level: null, token: null },
    rule: [{ name: "r", rule_id: null }],
    port: [{ number: 1, note: null }],
  };
  expect(planValues(thingSchema, proposed, null)).toMatchObject({
    settings: { mode: "m", level: UNKNOWN, token: UNKNOWN },
    rule: [{ name: "r", rule_id: UNKNOWN }],
    port: [{ number: 1, note: UNKNOWN }],
  });
});

test("an update keeps what Terraform proposes, nulls included", () => {
  const proposed: Values = { ...made, region: null, size: 5 };
  expect(planValues(thingSchema, proposed, made)).toEqual(proposed);
});

test("only what an update adds is new", () => {
  const prior: Values = { ...made, rule: [{ name: "r", rule_id: null }], port: [{ number: 1, note: null }] };
  const proposed: Values = {
    ...prior,
    settings: { mode: "m", level: null, token: null },
    rule: [
      { name: "changed", rule_id: null },
      { name: "added", rule_id: null },
    ],
    port: [
      { number: 2, note: null },
      { number: 1, note: null },
    ],
  };
  expect(planValues(thingSchema, proposed, prior)).toMatchObject({
    settings: { mode: "m", level: UNKNOWN, token: UNKNOWN },
    rule: [
      { name: "changed", rule_id: null },
      { name: "added", rule_id: UNKNOWN },
    ],
    port: [
      { number: 2, note: UNKNOWN },
      { number: 1, note: null },
    ],
  });
});

test("write-only values are never kept", () => {
  expect(planValues(thingSchema, { ...empty, password_wo: "x" }, null).password_wo).toBeNull();
  expect(withoutWriteOnly(thingSchema, { ...made, password_wo: "x" })).toEqual(made);
});
