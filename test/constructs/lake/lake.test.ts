import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketInventory } from "@cdktf/provider-aws/lib/s3-bucket-inventory/index.js";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration/index.js";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging/index.js";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration/index.js";
import { expect, test } from "@jest/globals";
import { lakeConfig } from "../../../constructs/lake/config.ts";
import { Lake } from "../../../constructs/lake/lake.ts";
import { zoneNames } from "../../../constructs/support/zones.ts";
import { contextOf } from "../../support/context.ts";
import { statements } from "../../support/statements.ts";
import { all, build, only } from "../../support/synth.ts";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/lake";
const logs = { name: "acme-test-logs", arn: "arn:aws:s3:::acme-test-logs" };
const zones = {
  bronze: { infrequentAfterDays: 90, archiveAfterDays: 180, expireAfterDays: 2555 },
  silver: {},
  gold: {},
  quarantine: { expireAfterDays: 90 },
};
const config = lakeConfig.parse({ zones });
const role = { id: "loader", name: "acme-test-loader" };

function lake(then: (lake: Lake) => void = () => {}) {
  return build((stack) => then(new Lake(stack, "lake", { context: contextOf("locked"), config, keyArn, logs })));
}

/** A granted role's statements; the simulated bucket's name stands in the reference to it. */
function granted(then: (lake: Lake) => void) {
  return statements(only(lake(then), IamRolePolicy, "loader-access").policy);
}

test("a quarantine that keeps things for ever is refused", () => {
  const { error } = lakeConfig.safeParse({ zones: { ...zones, quarantine: {} } });
  expect(error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
    [
      "zones.quarantine.expireAfterDays",
      "objects in quarantine must be deleted some day. Say after how many days, like 90",
    ],
  ]);
});

test("every zone is a bucket of its own under the lake's key, its requests recorded and its contents listed", () => {
  const built = lake();
  expect(Object.values(all(built, S3Bucket)).map(({ bucket }) => bucket)).toEqual([
    "acme-test-bronze",
    "acme-test-silver",
    "acme-test-gold",
    "acme-test-quarantine",
  ]);
  for (const { rule } of Object.values(all(built, S3BucketServerSideEncryptionConfigurationA))) {
    expect(rule[0]?.apply_server_side_encryption_by_default?.kms_master_key_id).toBe(keyArn);
  }
  const recorded = Object.values(all(built, S3BucketLoggingA));
  expect(recorded.map(({ target_bucket }) => target_bucket)).toEqual(zoneNames.map(() => logs.name));
  const lists = Object.values(all(built, S3BucketInventory));
  expect(lists.map(({ schedule }) => schedule.frequency)).toEqual(zoneNames.map(() => "Weekly"));
  for (const { destination } of lists)
    expect(destination.bucket).toMatchObject({ bucket_arn: logs.arn, encryption: {} });
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
  const allowed = granted((lake) => lake.grantRead(role, "gold"));
  expect(allowed.flatMap(({ Action }) => Action).filter((action) => /Put|Delete|Generate/.test(action))).toEqual([]);
  for (const resource of allowed.flatMap(({ Resource }) => Resource ?? []))
    expect(resource).toMatch(/_gold_|key\/lake/);
});

test("a writer may use the key to encrypt", () => {
  const actions = granted((lake) => lake.grantWrite(role, "bronze")).flatMap(({ Action }) => Action);
  expect(actions).toEqual(expect.arrayContaining(["kms:GenerateDataKey", "s3:PutObject"]));
});

test.each(zoneNames)("of %s, whatever a role is granted in a folder names that zone and folder alone", (zone) => {
  const allowed = granted((lake) => {
    lake.grantRead(role, zone, "raw/orders/");
    lake.grantWrite(role, zone, "raw/orders/");
  });
  const bucket = `\${aws_s3_bucket.lake_${zone}_bucket_`;
  for (const { Action, Resource = [], Condition } of allowed) {
    for (const resource of Resource) expect(resource.startsWith(bucket) || resource === keyArn).toBe(true);
    const objects = Resource.filter((resource) => resource.includes("/") && resource !== keyArn);
    for (const pattern of objects) expect(pattern).toMatch(/\/raw\/orders\/\*$/);
    if (Action.some((action) => action.startsWith("s3:List") && action !== "s3:ListMultipartUploadParts"))
      expect(Condition).toEqual({ StringLike: { "s3:prefix": "raw/orders/*" } });
    if (Resource.includes(keyArn)) {
      const bounds = Condition?.StringLike?.["kms:EncryptionContext:aws:s3:arn"] ?? [];
      expect([...bounds].filter((bound) => !bound.startsWith(bucket))).toEqual([]);
    }
  }
});

test("a role has one policy, whatever it is granted", () => {
  const built = lake((lake) => {
    lake.grantRead(role, "bronze");
    lake.grantWrite(role, "silver", "daily/");
    lake.grantRead({ id: "reporter", name: "acme-test-reporter" }, "gold");
  });
  const policies = Object.values(all(built, IamRolePolicy));
  expect(policies.map(({ role: name, name: policy }) => [name, policy])).toEqual([
    ["acme-test-loader", "lake"],
    ["acme-test-reporter", "lake"],
  ]);
  expect(policies[0]?.policy).toMatch(/_bronze_.*_silver_/);
});
