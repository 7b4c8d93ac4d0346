import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { subnetRanges, tiers } from "../../constructs/network/subnet-ranges.ts";
import { recordOf } from "../../constructs/support/record.ts";
import { base } from "../../environments/base.ts";
import { loadEnvironment } from "../../environments/catalog.ts";
import { declare } from "../../environments/declare.ts";
import type { Environment } from "../../environments/environment.ts";
import { rehearse } from "../../scripts/rehearsal.ts";
import { awsProvider } from "../rehearsal/cloud/sample.ts";

jest.setTimeout(180_000);

const home = mkdtempSync(join(tmpdir(), "plinth-existing-"));
const cloud = join(home, "cloud");
afterAll(() => rmSync(home, { recursive: true, force: true }));

let dev: Environment;
let made: { readonly vpcId: string; readonly subnetIds: Record<(typeof tiers)[number], string[]> };
beforeAll(async () => {
  dev = await loadEnvironment("dev");
  mkdirSync(cloud);
  made = networkOfOthers();
});

test("a plan stops where the network is not as described", async () => {
  const { problems } = await foundation({ cidr: "10.99.0.0/16", zones: [...dev.network.zones].reverse() });
  const said = problems.join("\n");
  expect(said).toMatch(/network\.cidr is 10\.99\.0\.0\/16; it must be the range of vpc-\w+/);
  expect(said).toMatch(/network\.subnetIds\.private names subnet-\w+ for us-west-2c; it must be a subnet of vpc-\w+/);
});

test("an environment moves into a network that others made, and adds nothing to it", async () => {
  const first = await foundation({});
  expect(first.problems).toEqual([]);
  expect(first.added).toBeGreaterThan(20);
  expect(count("aws_vpc")).toBe(1);
  expect(count("aws_subnet")).toBe(9);
  expect(await foundation({})).toEqual({ problems: [], added: 0 });
});

/** Dev's ground floor, in the network that is there, described as it is but for `change`. */
async function foundation(change: object) {
  const { cidr, zones } = dev.network;
  const described = { cidr, zones, ...made, egressAddresses: ["198.51.100.7"] };
  const environment = declare(base, {
    name: "dev",
    protection: "ephemeral",
    aws: dev.aws,
    snowflake: dev.snowflake,
    network: { ...described, ...change, mode: "existing" },
  });
  const { signal } = new AbortController();
  const wishes = { caller: environment, folder: home, layers: ["foundation" as const], signal, report: () => {} };
  const { stacks } = await rehearse(environment, wishes);
  const problems = stacks.flatMap((stack) => stack.problems);
  return { problems, added: stacks.find(({ stack }) => stack === "dev-foundation")?.added };
}

function networkOfOthers() {
  const { cidr, zones } = dev.network;
  const aws = awsProvider(cloud, { region: dev.aws.region, allowed_account_ids: [dev.aws.accountId] });
  const vpcId = String(aws.create("aws_vpc", { cidr_block: cidr }).id);
  const subnet = (availability_zone: string, cidr_block: string) =>
    String(aws.create("aws_subnet", { vpc_id: vpcId, cidr_block, availability_zone }).id);
  const subnetIds = recordOf(tiers, (tier) =>
    zones.map((zone, index) => subnet(zone, subnetRanges(cidr, index)[tier])),
  );
  return { vpcId, subnetIds };
}

function count(type: string): number {
  return readdirSync(join(cloud, "aws", dev.aws.accountId, dev.aws.region, type)).length;
}
