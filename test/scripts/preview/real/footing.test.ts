import { expect, test } from "@jest/globals";
import { footingOf, type Upstream } from "../../../../scripts/preview/real/footing.ts";

const reads = (...paths: readonly string[]) =>
  JSON.stringify(paths.map((path) => `\${data.terraform_remote_state.foundation.outputs.handover.${path}}`));

const now = { handover: { vpcId: "vpc-1", keyArns: { lake: "key-1" }, subnets: ["a", "b"] } };

function foundation(after: unknown = now.handover, unknown: unknown = {}): ReadonlyMap<string, Upstream> {
  const change = { actions: ["update"], before: now.handover, after, after_unknown: unknown };
  return new Map([["foundation", { outputs: now, changes: { handover: change } }]]);
}

test("what is not there yet is missing: a stack that was never applied, an output, a part of one, an element", () => {
  const nothing = new Map([["foundation", { outputs: {}, changes: {} }]]);
  expect(footingOf(reads("vpcId"), nothing).missing).toEqual(["foundation.handover.vpcId"]);
  expect(footingOf(reads("vpcId", "keyArns.logs", "subnets[1]", "subnets[2]"), foundation()).missing).toEqual([
    "foundation.handover.keyArns.logs",
    "foundation.handover.subnets.2",
  ]);
});

test("what changes, goes, or is not known yet is moving; what another stack reads is not", () => {
  const after = { vpcId: "vpc-2", subnets: ["a"] };
  const { missing, moving } = footingOf(
    reads("vpcId", "keyArns.lake", "subnets[0]", "subnets[1]"),
    foundation(after, { subnets: [true] }),
  );
  expect(missing).toEqual([]);
  expect(moving).toEqual([
    "foundation.handover.keyArns.lake",
    "foundation.handover.subnets.0",
    "foundation.handover.subnets.1",
    "foundation.handover.vpcId",
  ]);
  const other = foundation({ ...now.handover, vpcId: "vpc-2" }, { vpcId: true });
  expect(footingOf(reads("keyArns.lake", "keyArns"), other).moving).toEqual([]);
});

test("of what a whole output holds, one part that is not known yet makes it move", () => {
  expect(footingOf(reads("keyArns"), foundation(now.handover, { keyArns: { lake: true } })).moving).toEqual([
    "foundation.handover.keyArns",
  ]);
  expect(footingOf(reads("vpcId"), foundation(undefined, true)).moving).toEqual(["foundation.handover.vpcId"]);
});

test("while nobody can tell what becomes of a stack, all that it hands over moves, by the output's name", () => {
  const open = new Map([["foundation", { outputs: now, changes: undefined }]]);
  expect(footingOf(reads("vpcId", "keyArns.lake"), open)).toEqual({ missing: [], moving: ["foundation.handover"] });
  const unread = new Map([["foundation", { outputs: undefined, changes: undefined }]]);
  expect(footingOf(reads("vpcId"), unread)).toEqual({ missing: [], moving: ["foundation.handover"] });
});

test("a stack that reads nothing, or of no stack before it, stands firm", () => {
  expect(footingOf("{}", foundation())).toEqual({ missing: [], moving: [] });
  expect(footingOf(reads("vpcId"), new Map())).toEqual({ missing: [], moving: [] });
});
