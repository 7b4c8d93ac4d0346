import { expect, test } from "@jest/globals";
import { readObjects, writeObjects } from "../../../constructs/support/bucket-access.ts";

const bucket = { arn: "arn:aws:s3:::acme-test-bronze" };
const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/k";

test("a reader cannot write and cannot encrypt", () => {
  const actions = readObjects({ bucket, keyArn }).flatMap((statement) => statement.Action);
  expect(actions).toEqual(["s3:GetBucketLocation", "s3:ListBucket", "s3:GetObject", "kms:Decrypt"]);
});

test("a writer reads what it wrote, but cannot change the bucket itself", () => {
  const actions = writeObjects({ bucket, keyArn }).flatMap((statement) => statement.Action);
  expect(actions).toEqual(expect.arrayContaining(["s3:GetObject", "s3:PutObject", "kms:GenerateDataKey"]));
  expect(actions.filter((action) => /Policy|Acl|PutBucket|DeleteBucket|ObjectVersion/.test(action))).toEqual([]);
});

test.each([readObjects, writeObjects])(
  "%p names the bucket, its objects and its key, and nothing else",
  (statements) => {
    const resources = statements({ bucket, keyArn }).flatMap((statement) => statement.Resource ?? []);
    expect(resources).toEqual([bucket.arn, `${bucket.arn}/*`, keyArn]);
  },
);
