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

test.each(["raw/orders", "/raw/", "raw/*/", "raw/$x/", "?/"])("%p is no folder to be granted", (prefix) => {
  expect(() => readObjects({ bucket, keyArn, prefix })).toThrow("must be a folder");
});

test.each([readObjects, writeObjects])("of a folder, %p opens its own listing and objects alone", (statements) => {
  const granted = statements({ bucket, keyArn, prefix: "raw/orders/" });
  const listing = granted.filter(({ Action }) => Action.some((action) => action.startsWith("s3:List")));
  expect(listing[0]?.Condition).toEqual({ StringLike: { "s3:prefix": "raw/orders/*" } });
  expect(granted.flatMap(({ Resource }) => Resource ?? []).filter((resource) => resource.includes("/raw"))).toEqual([
    `${bucket.arn}/raw/orders/*`,
  ]);
  expect(granted.flatMap(({ Resource }) => Resource ?? [])).not.toContain(`${bucket.arn}/*`);
});

test.each([readObjects, writeObjects])("%p uses the key for the bucket's objects and no other's", (statements) => {
  const [use] = statements({ bucket, keyArn }).filter(({ Resource }) => Resource?.includes(keyArn));
  expect(use?.Condition).toEqual({
    StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket.arn, `${bucket.arn}/*`] },
  });
});

test.each([readObjects, writeObjects])(
  "%p names the bucket, its objects and its key, and nothing else",
  (statements) => {
    const resources = statements({ bucket, keyArn }).flatMap((statement) => statement.Resource ?? []);
    expect(resources).toEqual([bucket.arn, `${bucket.arn}/*`, keyArn]);
  },
);
