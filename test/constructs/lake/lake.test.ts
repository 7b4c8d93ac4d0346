import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { expect, test } from "@jest/globals";
import { lakeConfig } from "../../../constructs/lake/config.ts";
import { Lake } from "../../../constructs/lake/lake.ts";
import { contextOf } from "../../support/context.ts";
import { statements } from "../../support/statements.ts";
import { all, build, only } from "../../support/synth.ts";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/lake";
const config = lakeConfig.parse({
  zones: { bronze: { infrequentAfterDays: 90, archiveAfterDays: 180, expireAfterDays: 2555 }, silver: {}, gold: {} },
});

function lake(then: (lake: Lake) => void = () => {}) {
  return build((stack) => then(new Lake(stack, "lake", { context: contextOf("locked"), config, keyArn })));
}

test("every zone is a bucket of its own under the lake's key", () => {
  const built = lake();
  expect(Object.values(all(built, S3Bucket)).map(({ bucket }) => bucket)).toEqual([
    "acme-test-bronze",
    "acme-test-silver",
    "acme-test-gold",
  ]);
  for (const { rule } of Object.values(all(built, S3BucketServerSideEncryptionConfigurationA))) {
    expect(rule[0]?.apply_server_side_encryption_by_default?.kms_master_key_id).toBe(keyArn);
  }
});

test("objects of a zone age as its configuration says, and gold objects never leave warm storage unless asked", () => {
  const built = lake();
  const [bronze] = only(built, S3BucketLifecycleConfiguration, "bronze/lifecycle").rule ?? [];
  expect(bronze?.transition?.map(({ days }) => days)).toEqual([90, 180]);
  expect(bronze?.expiration).toEqual([{ days: 2555 }]);
  const gold = only(built, S3BucketLifecycleConfiguration, "gold/lifecycle").rule ?? [];
  expect(gold.flatMap((rule) => rule.transition ?? [])).toEqual([]);
});

test("a reader of one zone reaches no other, and cannot write", () => {
  const built = lake((lake) => lake.grantRead({ id: "reporter", name: "acme-test-reporter" }, "gold"));
  const { role, policy } = only(built, IamRolePolicy, "reporter-read-gold");
  expect(role).toBe("acme-test-reporter");
  const allowed = statements(policy);
  expect(allowed.flatMap(({ Action }) => Action).filter((action) => /Put|Delete|Generate/.test(action))).toEqual([]);
  for (const resource of allowed.flatMap(({ Resource }) => Resource ?? []))
    expect(resource).toMatch(/_gold_|key\/lake/);
});

test("a writer may use the key to encrypt", () => {
  const built = lake((lake) => lake.grantWrite({ id: "loader", name: "acme-test-loader" }, "bronze"));
  const actions = statements(only(built, IamRolePolicy).policy).flatMap(({ Action }) => Action);
  expect(actions).toEqual(expect.arrayContaining(["kms:GenerateDataKey", "s3:PutObject"]));
});

test("one role may be granted several zones", () => {
  const role = { id: "loader", name: "acme-test-loader" };
  const built = lake((lake) => {
    lake.grantRead(role, "bronze");
    lake.grantWrite(role, "silver");
  });
  expect(Object.values(all(built, IamRolePolicy)).map(({ name }) => name)).toEqual(["bronze-read", "silver-write"]);
});
