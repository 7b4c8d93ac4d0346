import { expect, test } from "@jest/globals";
import { costOf, unpricedOf } from "./estimates.ts";

const pool = (name: string, capacity: string) => ({
  name,
  spec: {
    limits: { cpu: "1000" },
    template: { spec: { requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: [capacity] }] } },
  },
});
const pools = (...nodePools: object[]) => {
  const disks = [{ ebs: { volumeType: "gp3", volumeSize: "100Gi" } }];
  return { values: [JSON.stringify({ nodeClass: { spec: { blockDeviceMappings: disks } }, nodePools })] };
};

test("nodes of jobs are paid by declared hours, not by what their pool may take at most", () => {
  const usage = { jobNodes: { "on-demand": { instanceType: "m7i.xlarge", hoursPerDay: 6 } } };
  const standing = { "helm_release.p": pools(pool("on-demand", "on-demand")) };
  // 0.2016 × 730 h × 6 / 24, and 100 GiB × 0.08 × 6 / 24.
  expect(costOf(standing, { usage })).toEqual({
    "Job nodes: 0.3 × m7i.xlarge (6 h a day)": 36.79,
    "Job nodes' disks: 25 GiB": 2,
  });
  expect(unpricedOf(standing)).toEqual([
    "Helm charts: what they start outside of the cluster",
    "prod-data/helm_release.p: nodes of its pool on-demand: nothing declared; jobNodes.<pool> in environments/usage.ts",
  ]);
});

test("nodes of a pool whose price changes by the hour are said, and a chart without pools has none", () => {
  expect(unpricedOf({ "helm_release.p": pools(pool("spot", "spot")) })).toContain(
    "prod-data/helm_release.p: nodes of its pool spot; spot prices change by the hour",
  );
  expect(unpricedOf({ "helm_release.p": { values: ["{", "a: 1"] } })).toEqual([
    "Helm charts: what they start outside of the cluster",
  ]);
});
