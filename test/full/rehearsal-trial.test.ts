import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, jest, test } from "@jest/globals";
import { RehearsedStack } from "../rehearsal/rehearsed-stack.ts";

jest.setTimeout(180_000);

const reference = (expression: string) => `$\{${expression}}`;
const subnets = [reference("aws_subnet.a.id"), reference("aws_subnet.b.id")];

/** Three providers, references between them, and every form of nesting that derived schemas have. */
function configuration(stack: RehearsedStack, later: boolean): object {
  const subnet = (zone: string, cidr_block: string) => ({
    vpc_id: reference("aws_vpc.vpc.id"),
    cidr_block,
    availability_zone: `us-west-2${zone}`,
  });
  const pod = {
    metadata: {},
    spec: { container: [{ name: "job", image: reference("aws_msk_cluster.kafka.cluster_name") }] },
  };
  const transitions = [
    { days: 30, storage_class: "STANDARD_IA" },
    { days: 90, storage_class: "GLACIER" },
  ];
  return {
    terraform: {
      required_providers: {
        aws: { source: "aws", version: "6.66.0" },
        kubernetes: { source: "kubernetes", version: "2.38.0" },
        snowflake: { source: "snowflakedb/snowflake", version: "2.11.0" },
      },
      backend: { local: { path: join(stack.home, "state", "stack.tfstate") } },
    },
    provider: {
      aws: [{ region: "us-west-2" }],
      kubernetes: [{ host: reference("aws_eks_cluster.eks.endpoint") }],
      snowflake: [{ organization_name: "ORG", account_name: "ACCOUNT", user: "DEPLOY", role: "SYSADMIN" }],
    },
    resource: {
      aws_vpc: { vpc: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: subnet("a", "10.0.1.0/24"), b: subnet("b", "10.0.2.0/24") },
      aws_security_group: { brokers: { name: "brokers", vpc_id: reference("aws_vpc.vpc.id") } },
      aws_iam_role: { eks: { name: "eks", assume_role_policy: "{}" } },
      aws_msk_cluster: {
        kafka: {
          cluster_name: "kafka",
          kafka_version: "3.6.0",
          number_of_broker_nodes: 2,
          broker_node_group_info: {
            instance_type: "kafka.m5.large",
            client_subnets: subnets,
            security_groups: [reference("aws_security_group.brokers.id")],
            storage_info: { ebs_storage_info: { volume_size: later ? 200 : 100 } },
          },
          tags: later ? null : { owner: "us" },
        },
      },
      aws_eks_cluster: {
        eks: { name: "eks", role_arn: reference("aws_iam_role.eks.arn"), vpc_config: { subnet_ids: subnets } },
      },
      aws_s3_bucket: { lake: { bucket: "rehearsed-lake" } },
      aws_s3_bucket_lifecycle_configuration: {
        lake: {
          bucket: reference("aws_s3_bucket.lake.id"),
          rule: [
            {
              id: "cool",
              status: "Enabled",
              filter: [{ prefix: "x/" }],
              transition: transitions.slice(0, later ? 2 : 1),
            },
          ],
        },
      },
      kubernetes_namespace_v1: { jobs: { metadata: { name: "jobs" } } },
      kubernetes_cron_job_v1: {
        job: {
          metadata: { name: "job", namespace: reference("kubernetes_namespace_v1.jobs.metadata[0].name") },
          spec: {
            schedule: later ? "1 * * * *" : "0 * * * *",
            job_template: { metadata: {}, spec: { template: pod } },
          },
        },
      },
      snowflake_warehouse: {
        transform: {
          name: "TRANSFORM",
          warehouse_size: "SMALL",
          auto_suspend: later ? null : 60,
          comment: reference("aws_eks_cluster.eks.arn"),
        },
      },
    },
    output: { authority: { value: reference("aws_eks_cluster.eks.certificate_authority[0].data") } },
  };
}

test("derived schemas and the simulated cloud carry a stack over three providers through its life", async () => {
  const stack = new RehearsedStack(["aws", "kubernetes", "snowflake"]);
  const write = (later: boolean) =>
    writeFileSync(join(stack.home, "cdk.tf.json"), JSON.stringify(configuration(stack, later)));
  write(false);
  await stack.succeed("init", "-no-color", "-input=false");
  expect(await stack.apply()).toContain("12 added, 0 changed, 0 destroyed");
  expect((await stack.plan()).stdout).toContain("No changes.");
  write(true);
  expect(await stack.apply()).toContain("0 added, 4 changed, 0 destroyed");
  expect((await stack.plan()).stdout).toContain("No changes.");
  expect(await stack.succeed("destroy", "-auto-approve", "-no-color")).toContain("12 destroyed");
});
