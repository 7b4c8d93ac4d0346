import { expect, test } from "@jest/globals";
import { analyzed, changeOf, found, stackContext } from "../preview/analyzed.ts";

const update = (type: string, before: object, after: object, rest: object = {}) =>
  found(analyzed([changeOf(`${type}.a`, ["update"], { before, after, ...rest })]));
const create = (type: string, after: object) => changeOf(`${type}.a`, ["create"], { before: null, after });
const standing = changeOf("aws_vpc.standing", ["no-op"], { before: { id: "vpc-1" }, after: { id: "vpc-1" } });

const pattern = (source: string) => ({ name: "spot", event_pattern: JSON.stringify({ source: [source] }) });
const quota = (hard: object) => ({ metadata: [{ name: "jobs", namespace: "jobs" }], spec: [{ hard }] });
const range = (max: object) => ({ spec: [{ limit: [{ type: "Container", max }] }] });

test.each([
  ["events that are no longer heard of", "aws_cloudwatch_event_rule", pattern("aws.ec2"), pattern("aws.health")],
  ["a rule that is switched off", "aws_cloudwatch_event_rule", { state: "ENABLED" }, { state: "DISABLED" }],
  ["a target elsewhere", "aws_cloudwatch_event_target", { arn: "arn:a" }, { arn: "arn:b" }],
  ["a subnet on another route", "aws_route_table_association", { route_table_id: "a" }, { route_table_id: "b" }],
  ["a gateway of another network", "aws_internet_gateway", { vpc_id: "a" }, { vpc_id: "b" }],
  [
    "a lower quota",
    "kubernetes_resource_quota_v1",
    quota({ "limits.memory": "64Gi" }),
    quota({ "limits.memory": "32Gi" }),
  ],
  [
    "a quota in thousandths",
    "kubernetes_resource_quota_v1",
    quota({ "limits.cpu": "2" }),
    quota({ "limits.cpu": "500m" }),
  ],
  [
    "a first quota of something",
    "kubernetes_resource_quota_v1",
    quota({ pods: "20" }),
    quota({ pods: "20", "count/jobs": "1" }),
  ],
  ["a lower bound of pods", "kubernetes_limit_range_v1", range({ cpu: "32" }), range({ cpu: "4" })],
  [
    "a chart from elsewhere",
    "helm_release",
    { name: "a", repository: "oci://a" },
    { name: "a", repository: "oci://b" },
  ],
])("interrupted: %s", (_, type, before, after) => {
  expect(update(type, before, after)).toContain("running-interrupted warn");
});

test.each([
  [
    "a higher quota",
    "kubernetes_resource_quota_v1",
    quota({ "limits.memory": "64Gi" }),
    quota({ "limits.memory": "128Gi" }),
  ],
  [
    "a quota that is lifted",
    "kubernetes_resource_quota_v1",
    quota({ pods: "20", "limits.cpu": "4" }),
    quota({ pods: "20" }),
  ],
  [
    "a queue that waits longer",
    "aws_sqs_queue",
    { visibility_timeout_seconds: 30 },
    { visibility_timeout_seconds: 60 },
  ],
])("nothing to say of: %s", (_, type, before, after) => {
  expect(update(type, before, after)).toEqual([]);
});

test("a queue in plain text is found, one with a key of its own is not", () => {
  const key = "arn:aws:kms:us-west-2:000000000030:key/1";
  const plain = { name: "a", sqs_managed_sse_enabled: false };
  expect(found(analyzed([create("aws_sqs_queue", plain)]))).toEqual(["unencrypted block"]);
  expect(found(analyzed([create("aws_sqs_queue", { ...plain, kms_master_key_id: key })]))).toEqual([]);
  expect(update("aws_sqs_queue", { sqs_managed_sse_enabled: true }, plain)).toContain("unencrypted block");
  const later = changeOf("aws_sqs_queue.a", ["create"], {
    before: null,
    after: { name: "a" },
    after_unknown: { sqs_managed_sse_enabled: true },
  });
  expect(found(analyzed([later]))).toEqual([]);
});

test("a queue whose messages are kept for a shorter time blocks", () => {
  expect(update("aws_sqs_queue", { message_retention_seconds: 300 }, { message_retention_seconds: 60 })).toContain(
    "retention-shortened block",
  );
});

test("a warehouse is told more quietly where its monitor is declared and comes after it", () => {
  const { environment } = stackContext();
  const toBeMonitored = { environment: { ...environment, toBeMonitored: ["NEW_WH"] } };
  const warehouse = (name: string) => create("snowflake_warehouse", { name });
  const ids = (change: object) => found(analyzed([standing, change], toBeMonitored));
  expect(ids(warehouse("NEW_WH"))).toEqual(["warehouse-unmonitored note"]);
  expect(ids(warehouse("OTHER_WH"))).toEqual(["warehouse-unmonitored warn"]);
});

test("who sees personal data in a stack that is new was declared with it; in one that stands it is told", () => {
  const grant = create("snowflake_grant_account_role", { role_name: "PROD_UNMASK_PII", parent_role_name: "ANALYST" });
  expect(found(analyzed([grant]))).toEqual([]);
  expect(found(analyzed([standing, grant]))).toContain("unmasking warn");
});
