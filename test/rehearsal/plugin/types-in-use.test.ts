import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { typesInUse } from "../../../rehearsal/plugin/types-in-use.ts";

function folder(config: object, state?: object): string {
  const made = mkdtempSync(join(tmpdir(), "types-in-use-"));
  const backend = { local: { path: "state/stack.tfstate" } };
  writeFileSync(join(made, "cdk.tf.json"), JSON.stringify({ terraform: { backend }, ...config }));
  if (state !== undefined) {
    mkdirSync(join(made, "state"));
    writeFileSync(join(made, "state/stack.tfstate"), JSON.stringify(state));
  }
  return made;
}

test("an empty folder uses nothing", () => {
  const empty = mkdtempSync(join(tmpdir(), "types-in-use-"));
  expect(typesInUse("aws", empty)).toEqual({ resource: new Set(), data: new Set() });
});

test("declared types are used, each by its own provider", () => {
  const stack = folder({
    resource: { aws_vpc: {}, snowflake_warehouse: {} },
    data: { aws_ami: {}, terraform_remote_state: {} },
  });
  expect(typesInUse("aws", stack)).toEqual({ resource: new Set(["aws_vpc"]), data: new Set(["aws_ami"]) });
  expect(typesInUse("snowflake", stack).resource).toEqual(new Set(["snowflake_warehouse"]));
});

test("types that only the state still holds are used", () => {
  const state = {
    resources: [
      { mode: "managed", type: "aws_sqs_queue" },
      { mode: "data", type: "aws_region" },
    ],
  };
  expect(typesInUse("aws", folder({}, state))).toEqual({
    resource: new Set(["aws_sqs_queue"]),
    data: new Set(["aws_region"]),
  });
});

test("types that only import, moved or removed blocks name are used, but not words in an import id", () => {
  const stack = folder({
    import: [{ to: "aws_s3_bucket.lake", id: "aws_thing.x" }],
    moved: [{ from: "aws_sqs_queue.old", to: "aws_sqs_queue.new" }],
    removed: { from: "module.m.aws_sns_topic.gone" },
  });
  expect(typesInUse("aws", stack).resource).toEqual(new Set(["aws_s3_bucket", "aws_sqs_queue", "aws_sns_topic"]));
});
