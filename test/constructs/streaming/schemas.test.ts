import { GlueRegistry } from "@cdktf/provider-aws/lib/glue-registry/index.js";
import { GlueSchema } from "@cdktf/provider-aws/lib/glue-schema/index.js";
import { expect, test } from "@jest/globals";
import { Schemas } from "../../../constructs/streaming/schemas.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { all, build, only } from "../../support/synth.ts";
import { problems, streaming } from "./declared.ts";

const declared = {
  clicks: { partitions: 5, owner: "web", schema: { format: "JSON", definition: "clicks.json" } },
  prices: { partitions: 5, schema: { format: "AVRO", compatibility: "FULL_ALL", definition: "prices.avsc" } },
  visits: { partitions: 5 },
};

function schemas(protection: Protection = "locked") {
  const context = contextOf(protection);
  const config = streaming(declared);
  const definitionOf = ({ definition }: { definition: string }) => `text of ${definition}`;
  return build((stack) => new Schemas(stack, "schemas", { context, config, definitionOf }));
}

test.each(["../secret.json", "Clicks.json", "clicks", "/etc/passwd.json"])("%p is no definition", (definition) => {
  const clicks = { partitions: 1, schema: { format: "JSON", definition } };
  expect(problems({ clicks })).toEqual([
    'topics.clicks.schema.definition: it must be the name of a .json, .avsc or .proto file of environments/schemas. Write it like "user_events.json"',
  ]);
});

test("each topic that declares a schema has one of its name, in the environment's registry", () => {
  const built = schemas();
  expect(only(built, GlueRegistry).registry_name).toBe("acme-test-events");
  expect(
    Object.values(all(built, GlueSchema)).map(({ schema_name, data_format, compatibility, schema_definition }) => [
      schema_name,
      data_format,
      compatibility,
      schema_definition,
    ]),
  ).toEqual([
    ["clicks", "JSON", "BACKWARD", "text of clicks.json"],
    ["prices", "AVRO", "FULL_ALL", "text of prices.avsc"],
  ]);
  expect(only(built, GlueSchema, "clicks/schema")).toMatchObject({
    description: "Events of clicks, owned by web",
    registry_arn: expect.stringMatching(/^\$\{aws_glue_registry\..*\.arn\}$/),
  });
});

test.each<[Protection, boolean]>([
  ["ephemeral", false],
  ["standard", true],
  ["locked", true],
])("under %s, destroying a schema is refused: %s", (protection, refused) => {
  const built = schemas(protection);
  expect(only(built, GlueSchema, "clicks/schema").lifecycle?.prevent_destroy ?? false).toBe(refused);
  expect(only(built, GlueRegistry).lifecycle?.prevent_destroy ?? false).toBe(refused);
});
