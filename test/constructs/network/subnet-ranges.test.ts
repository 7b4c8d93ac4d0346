import { expect, test } from "@jest/globals";
import { containsCidr, overlapCidr, parseCidr } from "cidr-tools";
import fc from "fast-check";
import { subnetRanges } from "../../../constructs/network/subnet-ranges.ts";

/** Every network that starts at its own first address, /16 to /20. */
const vpc = fc.tuple(fc.integer({ min: 16, max: 20 }), fc.nat({ max: 2 ** 20 - 1 })).map(([prefix, seed]) => {
  const start = Math.floor(seed / 2 ** (20 - prefix)) * 2 ** (32 - prefix);
  return `${[24, 16, 8, 0].map((shift) => (start >>> shift) & 255).join(".")}/${prefix}`;
});

const zones = [0, 1, 2];
const size = (range: string) => parseCidr(range).end - parseCidr(range).start + 1n;

test("all ranges lie inside the VPC and none overlaps another", () => {
  fc.assert(
    fc.property(vpc, (cidr) => {
      const ranges = zones.flatMap((zone) => Object.values(subnetRanges(cidr, zone)));
      expect(containsCidr(cidr, ranges)).toBe(true);
      const overlaps = ranges.flatMap((a, i) => ranges.slice(i + 1).filter((b) => overlapCidr(a, b)));
      expect(overlaps).toEqual([]);
    }),
  );
});

test("every range starts at its own first address", () => {
  fc.assert(
    fc.property(vpc, fc.constantFrom(...zones), (cidr, zone) => {
      for (const range of Object.values(subnetRanges(cidr, zone))) {
        expect(parseCidr(parseCidr(range).ip).start).toBe(parseCidr(range).start);
      }
    }),
  );
});

test("private subnets take half of a zone's quarter, public and isolated ones a quarter of it each", () => {
  fc.assert(
    fc.property(vpc, fc.constantFrom(...zones), (cidr, zone) => {
      const ranges = subnetRanges(cidr, zone);
      expect(size(ranges.private) * 8n).toBe(size(cidr));
      expect(size(ranges.public) * 16n).toBe(size(cidr));
      expect(size(ranges.isolated) * 16n).toBe(size(cidr));
    }),
  );
});

test("a zone has no room beyond the fourth position, and an address range none beyond /32", () => {
  expect(() => subnetRanges("10.0.0.0/16", 4)).toThrow("10.0.0.0/16 has no block 4 of /18");
  expect(() => subnetRanges("10.0.0.0/30", 0)).toThrow("has no block 3 of /34");
});

test.each([
  ["10.30.0.0/16", 0, { public: "10.30.48.0/20", private: "10.30.0.0/19", isolated: "10.30.32.0/20" }],
  ["10.30.0.0/16", 2, { public: "10.30.176.0/20", private: "10.30.128.0/19", isolated: "10.30.160.0/20" }],
  ["192.168.240.0/20", 1, { public: "192.168.247.0/24", private: "192.168.244.0/23", isolated: "192.168.246.0/24" }],
])("in %s, position %d has the ranges %j", (cidr, zone, ranges) => {
  expect(subnetRanges(cidr, zone)).toEqual(ranges);
});
