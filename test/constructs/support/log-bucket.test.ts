import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging/index.js";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { expect, test } from "@jest/globals";
import { LogBucket } from "../../../constructs/support/log-bucket.ts";
import { contextOf } from "../../support/context.ts";
import { statement, statements } from "../../support/statements.ts";
import { all, build, only } from "../../support/synth.ts";

const built = build((stack) => new LogBucket(stack, "logs", { context: contextOf("locked"), name: "logs", days: 400 }));
const { policy } = only(built, S3BucketPolicy);

test("nobody but a service of AWS writes a record", () => {
  expect(statement(policy, "WrittenByServices")).toMatchObject({
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject"],
    Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
  });
  const allowed = statements(policy).filter(({ Effect }) => Effect === "Allow");
  expect(allowed.map(({ Principal }) => Principal)).toEqual([
    { Service: ["logging.s3.amazonaws.com"] },
    { Service: ["s3.amazonaws.com"] },
  ]);
});

test.each(["AccessLogs", "Inventories"])("%s come from this account and the environment's buckets alone", (sid) => {
  expect(statement(policy, sid).Condition).toMatchObject({
    StringEquals: { "aws:SourceAccount": "111122223333" },
    ArnLike: { "aws:SourceArn": "arn:aws:s3:::acme-test-*" },
  });
});

test("S3 can deliver: no KMS key, no lock, and no record of the records", () => {
  const [rule] = only(built, S3BucketServerSideEncryptionConfigurationA).rule;
  expect(rule?.apply_server_side_encryption_by_default).toEqual({ sse_algorithm: "AES256" });
  expect(statement(policy, "OtherAlgorithm").Condition?.StringNotEquals).toEqual({
    "s3:x-amz-server-side-encryption": "AES256",
  });
  expect(all(built, S3BucketObjectLockConfigurationA)).toEqual({});
  expect(all(built, S3BucketLoggingA)).toEqual({});
});

test("records go when their time is over", () => {
  const [current] = only(built, S3BucketLifecycleConfiguration).rule ?? [];
  expect(current?.expiration).toEqual([{ days: 400 }]);
});
