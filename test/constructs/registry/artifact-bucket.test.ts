import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { expect, test } from "@jest/globals";
import { ArtifactBucket } from "../../../constructs/registry/artifact-bucket.ts";
import { contextOf } from "../../support/context.ts";
import { build, only } from "../../support/synth.ts";

test("artifacts are kept for ever in the storage class they came in", () => {
  const logs = { name: "logs", arn: "arn:aws:s3:::logs" };
  const built = build(
    (stack) => new ArtifactBucket(stack, "artifacts", { context: contextOf("locked"), keyArn: "key", logs }),
  );
  expect(only(built, S3Bucket).bucket).toBe("acme-test-artifacts");
  const rules = only(built, S3BucketLifecycleConfiguration).rule ?? [];
  expect(rules.map((rule) => rule.transition ?? [])).toEqual([[]]);
  expect(rules.flatMap((rule) => rule.expiration ?? [])).toEqual([{ expired_object_delete_marker: true }]);
});
