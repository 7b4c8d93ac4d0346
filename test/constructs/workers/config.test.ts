import { expect, test } from "@jest/globals";
import { workersConfig } from "../../../constructs/workers/config.ts";

test("nodes of two architectures in one group are refused where the second stands", () => {
  const result = workersConfig.safeParse({
    nodeGroup: { instanceTypes: ["m7i.large", "m7g.large"], minNodes: 1, maxNodes: 3 },
  });
  expect(result.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual([
    'nodeGroup.instanceTypes.1: it must have the processor architecture of m7i.large (a node group has one machine image). Name an x86 type, like "m7i.large"',
  ]);
});

test("a Kubernetes version past standard support is refused", () => {
  const nodeGroup = { instanceTypes: ["m7i.large"], minNodes: 1, maxNodes: 3 };
  expect(workersConfig.safeParse({ nodeGroup, kubernetesVersion: "1.33" }).success).toBe(false);
  expect(workersConfig.parse({ nodeGroup }).kubernetesVersion).toBe("1.36");
});
