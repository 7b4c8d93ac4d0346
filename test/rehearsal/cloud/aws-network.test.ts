import { expect, test } from "@jest/globals";
import { awsProvider, type Provider, REGION, temporaryCloud } from "./sample.ts";

function vpcOf(aws: Provider, block: string) {
  const vpc = aws.create("aws_vpc", { cidr_block: `${block}.0.0/16` });
  const vpc_id = vpc.id ?? null;
  const subnet = (letter: string, third: number) =>
    aws.create("aws_subnet", {
      vpc_id,
      cidr_block: `${block}.${third}.0/24`,
      availability_zone: `${REGION}${letter}`,
    }).id ?? null;
  return { vpc, vpc_id, subnet };
}

const service = { service_name: `com.amazonaws.${REGION}.kms`, vpc_endpoint_type: "Interface" };

test("an interface endpoint takes one subnet in each zone, and of its own VPC", () => {
  const aws = awsProvider(temporaryCloud());
  const { vpc_id, subnet } = vpcOf(aws, "10.0");
  const endpoint = (subnet_ids: (string | null)[]) =>
    aws.create("aws_vpc_endpoint", { ...service, vpc_id, subnet_ids: subnet_ids as string[] });
  const first = subnet("a", 0) as string;
  expect(() => endpoint([first, subnet("a", 1) as string])).toThrow(/DuplicateSubnetsInSameZone/);
  expect(() => endpoint([vpcOf(aws, "10.1").subnet("a", 0) as string])).toThrow(/lies in another VPC/);
  expect(endpoint([first]).vpc_id).toBe(vpc_id);
});

test("a service's name leads to one endpoint of a VPC", () => {
  const aws = awsProvider(temporaryCloud());
  const create = (vpc_id: string) => aws.create("aws_vpc_endpoint", { ...service, vpc_id, private_dns_enabled: true });
  const here = vpcOf(aws, "10.0").vpc_id as string;
  const endpoint = create(here);
  expect(() => create(here)).toThrow(/another endpoint of the VPC has the name/);
  expect(create(vpcOf(aws, "10.1").vpc_id as string).id).not.toBe(endpoint.id);
  expect(aws.update("aws_vpc_endpoint", endpoint, { tags: { a: "b" } }).id).toBe(endpoint.id);
});

test("an access list has one rule of a number", () => {
  const aws = awsProvider(temporaryCloud());
  const { vpc_id } = vpcOf(aws, "10.0");
  const rule = (rule_no: number) => ({ rule_no, action: "allow", protocol: "-1", from_port: 0, to_port: 0 });
  const list = (numbers: number[]) => aws.create("aws_network_acl", { vpc_id, ingress: numbers.map(rule) });
  expect(() => list([10, 20, 10])).toThrow(/NetworkAclEntryAlreadyExists/);
  expect(list([10, 20]).vpc_id).toBe(vpc_id);
});

test("a VPC outlives its access lists, but for the default one", () => {
  const aws = awsProvider(temporaryCloud());
  const { vpc, vpc_id } = vpcOf(aws, "10.0");
  const inherited = aws.create("aws_default_network_acl", {
    default_network_acl_id: vpc.default_network_acl_id ?? null,
  });
  const list = aws.create("aws_network_acl", { vpc_id });
  expect(() => aws.delete("aws_vpc", vpc)).toThrow(/aws_network_acl .* still uses it/);
  aws.delete("aws_network_acl", list);
  aws.delete("aws_vpc", vpc);
  expect(aws.read("aws_default_network_acl", inherited)).toBeNull();
});

test("a flow log into CloudWatch is refused without a role", () => {
  const aws = awsProvider(temporaryCloud());
  const { vpc_id } = vpcOf(aws, "10.0");
  const { arn: log_destination = null } = aws.create("aws_cloudwatch_log_group", { name: "/flows" });
  const flows = { vpc_id, log_destination, traffic_type: "ALL" };
  expect(() => aws.create("aws_flow_log", flows)).toThrow(/iam_role_arn is not given/);
  const { arn: iam_role_arn = null } = aws.create("aws_iam_role", { name: "flows", assume_role_policy: "{}" });
  expect(aws.create("aws_flow_log", { ...flows, iam_role_arn }).vpc_id).toBe(vpc_id);
});
