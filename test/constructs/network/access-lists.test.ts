import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl/index.js";
import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { expect, test } from "@jest/globals";
import { AccessLists } from "../../../constructs/network/access-lists.ts";
import { build, only } from "../../support/synth.ts";

const built = build((stack) => {
  const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.30.0.0/16" });
  const subnetIds = { public: ["p"], private: ["q"], isolated: ["r"] };
  new AccessLists(stack, "lists", { vpc, neighbors: ["10.30.0.0/16", "10.40.0.0/16"], subnetIds });
});

const list = (tier: string) => only(built, NetworkAcl, `${tier}/list`);
const inward = (tier: string) => list(tier).ingress ?? [];

test("the default list lets nothing through", () => {
  expect(only(built, DefaultNetworkAcl)).toMatchObject({ ingress: [], egress: [] });
});

test.each(["public", "private", "isolated"])(
  "nobody outside the neighborhood opens a connection to a %s subnet",
  (tier) => {
    const outside = inward(tier).filter(({ cidr_block }) => cidr_block === "0.0.0.0/0");
    const ports = [22, 80, 443, 1023, 3389];
    const open = outside.filter(
      ({ protocol, from_port = 0, to_port = 0 }) =>
        protocol !== "icmp" && ports.some((port) => from_port <= port && port <= to_port),
    );
    expect(outside.length).toBeGreaterThan(0);
    expect(open).toEqual([]);
  },
);

test.each(["public", "private", "isolated"])("neighbors reach a %s subnet, and answers come back to it", (tier) => {
  const rules = inward(tier).map(({ protocol, cidr_block, from_port }) => `${protocol} ${cidr_block} ${from_port}`);
  expect(rules).toEqual(expect.arrayContaining(["-1 10.30.0.0/16 0", "-1 10.40.0.0/16 0", "tcp 0.0.0.0/0 1024"]));
});

test("an isolated subnet says nothing to the outside but to S3", () => {
  expect(list("isolated").egress?.map(({ cidr_block, from_port }) => [cidr_block, from_port])).toEqual([
    ["10.30.0.0/16", 0],
    ["10.40.0.0/16", 0],
    ["0.0.0.0/0", 443],
  ]);
});

test("rules have numbers of their own, and every subnet its tier's list", () => {
  const numbers = inward("private").map(({ rule_no }) => rule_no);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(list("private").subnet_ids).toEqual(["q"]);
});
