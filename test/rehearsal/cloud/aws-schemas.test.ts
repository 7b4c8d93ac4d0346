import { expect, test } from "@jest/globals";
import type { Values } from "../../../rehearsal/value.ts";
import { ACCOUNT, awsProvider, REGION, temporaryCloud } from "./sample.ts";

const text = (...properties: string[]) =>
  JSON.stringify({
    type: "object",
    properties: Object.fromEntries(properties.map((name) => [name, { type: "string" }])),
  });

function registry() {
  const aws = awsProvider(temporaryCloud());
  const events = aws.create("aws_glue_registry", { registry_name: "events" });
  const schema = (given: Values = {}) =>
    aws.create("aws_glue_schema", {
      registry_arn: events.arn ?? null,
      schema_name: "clicks",
      data_format: "JSON",
      compatibility: "BACKWARD",
      schema_definition: text("id"),
      ...given,
    });
  return { aws, events, schema };
}

test("a schema lies in a registry that exists, once under its name", () => {
  const { schema } = registry();
  const elsewhere = `arn:aws:glue:${REGION}:${ACCOUNT}:registry/nowhere`;
  expect(() => schema({ registry_arn: elsewhere })).toThrow(/registry\/nowhere does not exist/);
  expect(schema().arn).toBe(`arn:aws:glue:${REGION}:${ACCOUNT}:schema/events/clicks`);
  expect(() => schema()).toThrow(/AlreadyExistsException/);
});

test("a definition that is no JSON is refused", () => {
  expect(() => registry().schema({ schema_definition: "{" })).toThrow(/schema_definition is not JSON/);
});

test("a changed definition is a further version in place", () => {
  const { aws, schema } = registry();
  const first = schema();
  expect([first.latest_schema_version, first.next_schema_version]).toEqual([1, 2]);
  const change = { schema_definition: text("id", "page") };
  expect(aws.plan("aws_glue_schema", first, change).replace).toEqual([]);
  const second = aws.update("aws_glue_schema", first, change);
  expect([second.latest_schema_version, second.next_schema_version, second.arn]).toEqual([2, 3, first.arn]);
});

test("a closed schema takes no further version", () => {
  const { aws, schema } = registry();
  const closed = schema({ compatibility: "DISABLED" });
  expect(() => aws.update("aws_glue_schema", closed, { schema_definition: text("other") })).toThrow(
    /takes no further version/,
  );
});

test("a changed format is refused: the provider would plan it for ever and never send it", () => {
  const { aws, schema } = registry();
  const first = schema();
  expect(aws.plan("aws_glue_schema", first, { data_format: "AVRO" }).replace).toEqual([]);
  expect(() => aws.update("aws_glue_schema", first, { data_format: "AVRO" })).toThrow(/a schema keeps its format/);
});

test("a registry takes its schemas along", () => {
  const { aws, schema, events } = registry();
  const clicks = schema();
  aws.delete("aws_glue_registry", events);
  expect(aws.read("aws_glue_schema", clicks)).toBeNull();
});
