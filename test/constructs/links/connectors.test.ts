import { createHash } from "node:crypto";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { MskconnectConnector } from "@cdktf/provider-aws/lib/mskconnect-connector/index.js";
import { MskconnectCustomPlugin } from "@cdktf/provider-aws/lib/mskconnect-custom-plugin/index.js";
import { MskconnectWorkerConfiguration } from "@cdktf/provider-aws/lib/mskconnect-worker-configuration/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { expect, test } from "@jest/globals";
import { Connectors } from "../../../constructs/links/connectors.ts";
import { contextOf } from "../../support/context.ts";
import { statements } from "../../support/statements.ts";
import { all, build, only } from "../../support/synth.ts";
import { alertTopicArns, cluster, connector, logKeyArn, sha256, topicArns } from "./declared.ts";

const secret = {
  name: "/acme/test/data/key",
  arn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:/acme/test/data/key-AbCdEf",
  keyArn: "arn:aws:kms:eu-west-1:111122223333:key/3",
};

function loaded(tables: Record<string, string>, given: object = {}, endpointGroupIds: string[] = []) {
  return build((stack) => {
    new Connectors(stack, "connectors", {
      context: contextOf("standard"),
      config: connector(given),
      tables,
      topicArns,
      cluster,
      replicationFactor: 3,
      network: {
        vpcId: "vpc-1",
        vpcCidr: "10.0.0.0/16",
        subnetIds: { public: [], private: ["subnet-a", "subnet-b"], isolated: [] },
      },
      endpointGroupIds,
      artifacts: { name: "acme-test-artifacts", arn: "arn:aws:s3:::acme-test-artifacts" },
      snowflake: {
        organization: "ACME",
        account: "DATA_EU",
        user: "TEST_CONNECTOR",
        role: "TEST_CONNECTOR",
        database: "TEST_RAW_DATA",
        schema: "KAFKA_STREAMS",
      },
      secret,
      logKeyArn,
      alertTopicArns,
    });
  });
}

const two = { clicks: "CLICKS", page_visits: "VISITS" };

test("each topic has a connector that loads its table and sends what it cannot load to the topic's own dead letters", () => {
  const { connector_configuration: told, name } = only(loaded(two), MskconnectConnector, "page_visits/connector");
  expect(name).toBe("acme-test-load-page-visits");
  expect(told).toMatchObject({
    topics: "page_visits",
    "snowflake.topic2table.map": "page_visits:VISITS",
    "snowflake.ingestion.method": "SNOWPIPE_STREAMING",
    "snowflake.user.name": "TEST_CONNECTOR",
    "snowflake.database.name": "TEST_RAW_DATA",
    "snowflake.url.name": "acme-data-eu.snowflakecomputing.com:443",
    "errors.tolerance": "all",
    "errors.deadletterqueue.topic.name": "page_visits_dlt",
    "errors.deadletterqueue.topic.replication.factor": "3",
    "errors.log.include.messages": "false",
  });
});

test("the key is named and never told: what is synthesized holds a reference that workers resolve", () => {
  const { connector_configuration: told } = only(loaded({ clicks: "CLICKS" }), MskconnectConnector);
  expect(told["snowflake.private.key"]).toBe("$${secretsmanager:/acme/test/data/key:privateKey?ttl=3600000}");
});

test("capacity, sign-in, encryption and logs are as declared", () => {
  const built = loaded({ clicks: "CLICKS" }, { workers: { units: 2, min: 1, max: 3 } });
  const made = only(built, MskconnectConnector);
  expect(made.capacity.autoscaling).toMatchObject({ mcu_count: 2, min_worker_count: 1, max_worker_count: 3 });
  expect(made.connector_configuration["tasks.max"]).toBe("6");
  expect(made.kafka_cluster_client_authentication.authentication_type).toBe("IAM");
  expect(made.kafka_cluster_encryption_in_transit.encryption_type).toBe("TLS");
  expect(made.log_delivery?.worker_log_delivery.cloudwatch_logs?.enabled).toBe(true);
  expect(made.kafka_cluster.apache_kafka_cluster.vpc.subnets).toEqual(["subnet-a", "subnet-b"]);
});

test("plugin and worker settings are named by what they hold, and new ones come before old ones go", () => {
  const built = loaded(two);
  const plugin = only(built, MskconnectCustomPlugin);
  expect(plugin.name).toBe(`acme-test-snowflake-3-5-0-${sha256.slice(0, 12)}`);
  // The archive is looked for at plan, before anything that a missing one would leave half done.
  expect(JSON.stringify(built)).toContain(`"key":"connectors/snowflake-kafka-connector-3.5.0-${sha256}.zip"`);
  expect(plugin.location.s3.file_key).toMatch(/^\$\{data\.aws_s3_object\./);
  const workers = only(built, MskconnectWorkerConfiguration);
  const digest = createHash("sha256").update(workers.properties_file_content).digest("hex");
  expect(workers.name).toBe(`acme-test-snowflake-${digest.slice(0, 12)}`);
  expect(workers.properties_file_content).toContain("config.providers.secretsmanager.param.region=eu-west-1\n");
  expect([plugin, workers].map(({ lifecycle }) => lifecycle)).toEqual([
    { create_before_destroy: true },
    { create_before_destroy: true },
  ]);
});

test("a connector's role reads its topic, writes its dead letters, keeps its own books, and reads one secret", () => {
  const found = statements(only(loaded(two), IamRolePolicy, "clicks/identity/rights").policy);
  const on = (action: string) =>
    found.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource ?? []);
  const books = expect.stringMatching(/\/__amazon_msk_connect_\*_acme-test-load-clicks_\*$/);
  expect(on("kafka-cluster:ReadData")).toEqual([topicArns.clicks, books]);
  expect(on("kafka-cluster:WriteData")).toEqual([topicArns.clicks_dlt, books]);
  expect(on("kafka-cluster:CreateTopic")).toEqual([books]);
  expect(on("kafka-cluster:AlterGroup")).toEqual([
    expect.stringMatching(/\/connect-acme-test-load-clicks$/),
    expect.stringMatching(/\/__amazon_msk_connect_\*$/),
  ]);
  expect(on("secretsmanager:GetSecretValue")).toEqual([secret.arn]);
  expect(on("kms:Decrypt")).toEqual([secret.keyArn]);
  expect(found.flatMap(({ Action }) => Action).filter((action) => action.startsWith("s3:"))).toEqual([]);
});

test("workers reach brokers, private ways to AWS, and what answers HTTPS; nothing reaches them", () => {
  const built = loaded(two, {}, ["sg-endpoints"]);
  const out = Object.values(all(built, VpcSecurityGroupEgressRule));
  expect(out.map((rule) => [rule.from_port, rule.referenced_security_group_id ?? rule.cidr_ipv4])).toEqual([
    [9098, cluster.securityGroupId],
    [443, "0.0.0.0/0"],
  ]);
  const into = Object.values(all(built, VpcSecurityGroupIngressRule));
  expect(into.map((rule) => [rule.from_port, rule.security_group_id])).toEqual([
    [9098, cluster.securityGroupId],
    [443, "sg-endpoints"],
  ]);
  expect(only(built, MskconnectConnector, "clicks/connector").depends_on).toHaveLength(5);
});

test("each connector is watched for lag of its group, failed tasks and silence", () => {
  const alarms = Object.values(all(loaded({ clicks: "CLICKS" }, { lagMinutes: 20 }), CloudwatchMetricAlarm));
  expect(alarms.map(({ metric_name, dimensions }) => [metric_name, dimensions])).toEqual([
    [
      "EstimatedMaxTimeLag",
      { "Cluster Name": "acme-test", "Consumer Group": "connect-acme-test-load-clicks", Topic: "clicks" },
    ],
    ["ErroredTaskCount", { ConnectorName: "acme-test-load-clicks" }],
    ["RunningTaskCount", { ConnectorName: "acme-test-load-clicks" }],
  ]);
  expect(alarms.map(({ threshold, treat_missing_data }) => [threshold, treat_missing_data])).toEqual([
    [1200, "notBreaching"],
    [0, "notBreaching"],
    [1, "breaching"],
  ]);
});
