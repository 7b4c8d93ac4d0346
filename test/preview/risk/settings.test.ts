import { expect, test } from "@jest/globals";
import { analyzeStack } from "../../../scripts/preview/analysis.ts";
import { analyzed, changeOf, found, planOf, stackContext } from "../analyzed.ts";

const ids = (type: string, before: object, after: object, rest: object = {}) =>
  found(analyzed([changeOf(`${type}.a`, ["update"], { before, after, ...rest })])).filter((id) =>
    /^(retention|protection)/.test(id),
  );
const topic = (configs: object) => ({ configs: JSON.stringify(configs) });
const expiry = (...days: number[]) => ({ rule: days.map((day) => ({ expiration: [{ days: day }] })) });

test.each([
  ["a log that was kept for ever", "aws_cloudwatch_log_group", { retention_in_days: 0 }, { retention_in_days: 3653 }],
  ["a first expiry of objects", "aws_s3_bucket_lifecycle_configuration", { rule: [{}] }, expiry(3000)],
  ["a second rule that expires sooner", "aws_s3_bucket_lifecycle_configuration", expiry(2555), expiry(30, 2555)],
  [
    "days of Time Travel that are no longer said",
    "snowflake_database",
    { data_retention_time_in_days: 7 },
    { data_retention_time_in_days: null },
  ],
  ["a topic's time", "aws_msk_topic", topic({ "retention.ms": "2" }), topic({ "retention.ms": "1" })],
  [
    "a topic's end where it had none",
    "aws_msk_topic",
    topic({ "retention.ms": "-1" }),
    topic({ "retention.ms": "99999999999" }),
  ],
  ["a topic's time that is no longer said", "aws_msk_topic", topic({ "retention.bytes": "5" }), topic({})],
  [
    "a topic that is compacted",
    "aws_msk_topic",
    topic({ "cleanup.policy": "delete" }),
    topic({ "cleanup.policy": "compact" }),
  ],
  ["settings of a topic that cannot be read", "aws_msk_topic", topic({ "retention.ms": "2" }), { configs: "{" }],
  [
    "a cluster's time",
    "aws_msk_configuration",
    { server_properties: "# all\nlog.retention.hours = 168\n" },
    { server_properties: "log.retention.hours=24" },
  ],
])("shortened: %s", (_, type, before, after) => {
  expect(ids(type, before, after)).toEqual(["retention-shortened block"]);
});

test.each([
  ["a log that is kept longer", "aws_cloudwatch_log_group", { retention_in_days: 30 }, { retention_in_days: 0 }],
  ["objects that no longer expire", "aws_s3_bucket_lifecycle_configuration", expiry(30), { rule: [{}] }],
  ["a topic that never ends", "aws_msk_topic", topic({ "retention.ms": "1" }), topic({ "retention.ms": "-1" })],
  [
    "another order of a topic's settings",
    "aws_msk_topic",
    topic({ a: 1, "retention.ms": "1" }),
    topic({ "retention.ms": "1", a: 2 }),
  ],
])("not shortened: %s", (_, type, before, after) => {
  expect(ids(type, before, after)).toEqual([]);
});

test.each([
  ["fewer replicas in sync", "aws_msk_topic", topic({ "min.insync.replicas": 2 }), topic({ "min.insync.replicas": 1 })],
  [
    "an unclean election",
    "aws_msk_configuration",
    { server_properties: "" },
    { server_properties: "unclean.leader.election.enable=true" },
  ],
  [
    "versioning that is suspended",
    "aws_s3_bucket_versioning",
    { versioning_configuration: [{ status: "Enabled" }] },
    { versioning_configuration: [{ status: "Suspended" }] },
  ],
  [
    "a lock that some may lift",
    "aws_s3_bucket_object_lock_configuration",
    { rule: [{ default_retention: [{ mode: "COMPLIANCE", days: 9 }] }] },
    { rule: [{ default_retention: [{ mode: "GOVERNANCE", days: 9 }] }] },
  ],
  [
    "a text that stands for no",
    "snowflake_schema",
    { with_managed_access: "true" },
    { with_managed_access: "default" },
  ],
  ["a compatibility that is none", "aws_glue_schema", { compatibility: "BACKWARD" }, { compatibility: "NONE" }],
])("loosened: %s", (_, type, before, after) => {
  expect(ids(type, before, after)).toEqual(["protection-loosened block"]);
});

test.each([
  ["a switch", "aws_docdb_cluster", { deletion_protection: true }, { deletion_protection: false }],
  ["a switch that is no longer said", "aws_new_thing", { deletion_protection: true }, { deletion_protection: null }],
  ["a switch that is a word", "aws_new_thing", { deletion_protection: "ACTIVE" }, { deletion_protection: "INACTIVE" }],
  ["what a destroy takes along", "aws_athena_database", { force_destroy: false }, { force_destroy: true }],
  ["a last snapshot", "aws_neptune_cluster", { skip_final_snapshot: false }, { skip_final_snapshot: true }],
  ["days to restore it", "aws_kms_external_key", { deletion_window_in_days: 30 }, { deletion_window_in_days: 7 }],
])("loosened by its name alone: %s", (_, type, before, after) => {
  expect(ids(type, before, after)).toEqual(["protection-loosened block"]);
});

test("a retention of a type without a row is shorter by its number alone", () => {
  const days = (snapshot_retention_limit: unknown) => ({ snapshot_retention_limit });
  expect(ids("aws_elasticache_cluster", days(7), days(1))).toEqual(["retention-shortened block"]);
  expect(ids("aws_elasticache_cluster", days(1), days(7))).toEqual([]);
  expect(ids("aws_elasticache_cluster", days("long"), days("short"))).toEqual([]);
  const switched = changeOf("aws_s3_bucket.a", ["update"], {
    before: { retention_kept: true },
    after: { retention_kept: false },
  });
  expect(found(analyzed([switched]))).toEqual(["change-not-understood note"]);
});

test("a name like a protection's says nothing of labels, of what holds no data, and of what the provider computes", () => {
  expect(ids("aws_new_thing", { tags: { force_destroy: "false" } }, { tags: { force_destroy: "true" } })).toEqual([]);
  expect(ids("aws_iam_role", { force_destroy: false }, { force_destroy: true })).toEqual([]);
  const computed = { before: { retention_period: 7 }, after: {}, after_unknown: { retention_period: true } };
  const change = changeOf("aws_new_thing.a", ["update"], computed);
  const root_module = { resources: [{ address: "aws_new_thing.a", expressions: { name: {} } }] };
  const { findings } = analyzeStack(planOf([change], { configuration: { root_module } }), stackContext());
  expect(findings.filter(({ id }) => id === "retention-shortened")).toEqual([]);
});

const namespace = (labels: object) => ({ metadata: [{ name: "jobs", labels }] });
const enforce = (level: string) => namespace({ "pod-security.kubernetes.io/enforce": level, team: "data" });
test.each([
  ["to a lower level", enforce("restricted"), enforce("baseline")],
  ["to none", enforce("baseline"), namespace({ team: "data" })],
  ["to a level that is none", enforce("restricted"), enforce("relaxed")],
])("what a namespace refuses of pods is loosened %s", (_, before, after) => {
  expect(ids("kubernetes_namespace_v1", before, after)).toEqual(["protection-loosened block"]);
});

test("a namespace that refuses more of pods, or has another label, is not loosened", () => {
  expect(ids("kubernetes_namespace_v1", enforce("baseline"), enforce("restricted"))).toEqual([]);
  expect(ids("kubernetes_namespace_v1", namespace({ team: "a" }), namespace({ team: "b" }))).toEqual([]);
});

const disks = (...encrypted: string[]) => ({
  block_device_mappings: encrypted.map((text) => ({ ebs: [{ encrypted: text }] })),
});
const logs = (...enabled_cluster_log_types: string[]) => ({ enabled_cluster_log_types });
test("of several, a good one hides no bad one", () => {
  const loosened = ["protection-loosened block"];
  expect(ids("aws_launch_template", disks("true", "true"), disks("true", "false"))).toEqual(loosened);
  expect(ids("aws_launch_template", disks("true"), disks("true", "false"))).toEqual(loosened);
  expect(ids("aws_launch_template", disks("true", "true"), disks("true"))).toEqual([]);
  expect(ids("aws_eks_cluster", logs("api", "audit"), logs("api", "scheduler"))).toEqual(loosened);
  expect(ids("aws_eks_cluster", logs("api", "audit"), logs("audit", "api", "scheduler"))).toEqual([]);
});

test("a volume that was to be kept and is not any more is loosened, under either name of its type", () => {
  const volume = (persistent_volume_reclaim_policy: string) => ({ spec: [{ persistent_volume_reclaim_policy }] });
  for (const type of ["kubernetes_persistent_volume", "kubernetes_persistent_volume_v1"]) {
    expect(ids(type, volume("Retain"), volume("Delete"))).toEqual(["protection-loosened block"]);
    expect(ids(type, volume("Delete"), volume("Retain"))).toEqual([]);
  }
});

const rule = (status: string, prefix: string) => ({
  rule: [{ status, filter: [{ prefix }], expiration: [{ days: 30 }] }],
});
const images = (...counts: number[]) => ({
  repository: "jobs",
  policy: JSON.stringify({
    rules: counts.map((countNumber, index) => ({
      selection: { tagStatus: "tagged", tagPatternList: [`v${index}*`], countNumber },
    })),
  }),
});
test.each([
  [
    "a rule that is switched on",
    "aws_s3_bucket_lifecycle_configuration",
    rule("Disabled", "a/"),
    rule("Enabled", "a/"),
  ],
  [
    "a rule that reaches other objects",
    "aws_s3_bucket_lifecycle_configuration",
    rule("Enabled", "a/"),
    rule("Enabled", ""),
  ],
  ["fewer images", "aws_ecr_lifecycle_policy", images(30), images(5)],
  ["one more rule for images", "aws_ecr_lifecycle_policy", images(30), images(30, 30)],
  ["items that expire", "aws_dynamodb_table", { ttl: [{ enabled: false }] }, { ttl: [{ enabled: true }] }],
])("kept no longer: %s", (_, type, before, after) => {
  expect(ids(type, before, after)).toEqual(["retention-shortened block"]);
});

test("rules that are switched off, and that keep more images, shorten nothing", () => {
  expect(ids("aws_s3_bucket_lifecycle_configuration", rule("Enabled", "a/"), rule("Disabled", "a/"))).toEqual([]);
  expect(ids("aws_ecr_lifecycle_policy", images(5), images(30))).toEqual([]);
});

test("a protection whose new value is known only when applied counts as loosened", () => {
  expect(
    ids("aws_eks_cluster", { deletion_protection: true }, {}, { after_unknown: { deletion_protection: true } }),
  ).toEqual(["protection-loosened block"]);
});

const cluster = (properties: string) =>
  changeOf("aws_msk_configuration.a", ["no-op"], {
    before: { server_properties: properties },
    after: { server_properties: properties },
  });
const topicSays = (properties: string, before: object, after: object, marks: object = {}) => {
  const change = changeOf("aws_msk_topic.a", ["update"], { before: topic(before), after: topic(after), ...marks });
  return analyzed([cluster(properties), change]).findings.map(({ what }) => what);
};

test("where a topic says nothing of its own, its cluster's configuration says how long records are kept", () => {
  const day = { "retention.ms": "86400000" };
  const month = { "retention.ms": "2592000000" };
  const shorter = (values: string) => [
    `Records are kept for a shorter time or by another rule (retention.ms: ${values}).`,
  ];
  expect(topicSays("log.retention.hours=168\n", {}, day)).toEqual(shorter("604800000 → 86400000"));
  expect(topicSays("log.retention.hours=168\n", {}, month)).toEqual([]);
  expect(topicSays("log.retention.hours=168\n", month, {})).toEqual(shorter("2592000000 → 604800000"));
  expect(topicSays("log.retention.hours=168\nlog.retention.ms=60000\n", {}, day)).toEqual([]);
  expect(topicSays("log.retention.minutes=-1\n", {}, month)).toEqual(shorter("-1 → 2592000000"));
  expect(topicSays("num.partitions=1\n", {}, month)).toEqual([]);
});

test("of settings that are marked, and of those that are no numbers, no value is said", () => {
  const marks = { before_sensitive: { configs: true } };
  const said = "Records are kept for a shorter time or by another rule (retention.ms).";
  expect(topicSays("", { "retention.ms": "5" }, { "retention.ms": "4" }, marks)).toEqual([said]);
  expect(topicSays("", { "retention.ms": "5" }, { "retention.ms": "hunter-two" })).toEqual([said]);
});

test("images of a repository that stands expire by a first policy, whatever else is new and called like it", () => {
  const made = (type: string) => changeOf(`${type}.a`, ["create"], { before: null, after: { name: "jobs" } });
  const rules = changeOf("aws_ecr_lifecycle_policy.a", ["create"], { before: null, after: images(30) });
  expect(found(analyzed([made("aws_ecr_repository"), rules]))).not.toContain("retention-shortened block");
  expect(found(analyzed([made("aws_glue_catalog_database"), rules]))).toContain("retention-shortened block");
});

test("objects of a bucket that stands expire by a first lifecycle, those of a new one do not", () => {
  const bucket = changeOf("aws_s3_bucket.a", ["create"], { before: null, after: { bucket: "new" } });
  const rules = (name: string) =>
    changeOf("aws_s3_bucket_lifecycle_configuration.a", ["create"], {
      before: null,
      after: { bucket: name, ...expiry(30) },
    });
  expect(found(analyzed([bucket, rules("new")]))).not.toContain("retention-shortened block");
  expect(found(analyzed([bucket, rules("standing")]))).toContain("retention-shortened block");
});
