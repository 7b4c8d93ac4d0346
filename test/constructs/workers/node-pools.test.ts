import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Release } from "@cdktf/provider-helm/lib/release/index.js";
import { expect, test } from "@jest/globals";
import { workersConfig } from "../../../constructs/workers/config.ts";
import { NodePools } from "../../../constructs/workers/node-pools.ts";
import { type Built, build, only } from "../../support/synth.ts";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/workers";

function buildPools({ minNodes = 2, jobNodes = {} }: { minNodes?: number; jobNodes?: object } = {}): Built {
  return build((stack) => {
    new NodePools(stack, "nodes", {
      config: workersConfig.parse({ nodeGroup: { instanceTypes: ["m7i.large"], minNodes, maxNodes: 5 }, jobNodes }),
      cluster: { clusterName: "acme-dev-workers", endpoint: "https://cluster" },
      queueName: "acme-dev-workers-interruptions",
      parts: {
        instanceProfile: "acme-dev-workers-karpenter-nodes",
        subnetIds: ["subnet-a", "subnet-b"],
        securityGroupId: "sg-nodes",
        keyArn,
        tags: { Environment: "dev" },
      },
    });
  });
}

const built = buildPools();
const valuesOf = (from: Built, path: string) => JSON.parse(only(from, Release, path).values?.[0] ?? "");
const pools = (from: Built) => valuesOf(from, "pools").nodePools;

test("types go before the operator and pools after it, and a release that does not become ready is undone", () => {
  const waits = (path: string) => Reflect.get(only(built, Release, path), "depends_on");
  expect([waits("types"), waits("operator"), waits("pools")]).toEqual([
    undefined,
    [expect.stringContaining("helm_release.nodes_types")],
    [expect.stringContaining("helm_release.nodes_operator")],
  ]);
  for (const path of ["types", "operator", "pools"]) {
    expect(only(built, Release, path)).toMatchObject({ wait: true, atomic: true, namespace: "kube-system" });
  }
});

test("both charts of Karpenter are of one pinned version", () => {
  const versions = ["types", "operator"].map((path) => {
    const { repository, chart, version } = only(built, Release, path);
    return [repository, chart, version];
  });
  expect(versions).toEqual([
    ["oci://public.ecr.aws/karpenter", "karpenter-crd", "1.14.1"],
    ["oci://public.ecr.aws/karpenter", "karpenter", "1.14.1"],
  ]);
});

test("the operator hears interruptions, and a second copy of it waits for a second node of the group", () => {
  expect(valuesOf(built, "operator").settings).toMatchObject({
    clusterName: "acme-dev-workers",
    interruptionQueue: "acme-dev-workers-interruptions",
  });
  const replicas = (minNodes: number) => valuesOf(buildPools({ minNodes }), "operator").replicas;
  expect([0, 1, 2, 5].map(replicas)).toEqual([1, 1, 2, 2]);
});

test("a node's volume is encrypted with our key, its credentials are out of its pods' reach, and it has no public address", () => {
  expect(valuesOf(built, "pools").nodeClass.spec).toMatchObject({
    instanceProfile: "acme-dev-workers-karpenter-nodes",
    associatePublicIPAddress: false,
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    blockDeviceMappings: [{ ebs: { encrypted: true, kmsKeyID: keyArn, volumeType: "gp3", volumeSize: "100Gi" } }],
    subnetSelectorTerms: [{ id: "subnet-a" }, { id: "subnet-b" }],
    securityGroupSelectorTerms: [{ id: "sg-nodes" }],
    tags: { Environment: "dev" },
  });
});

test("the machine image is a release by its date, never whatever is newest", () => {
  expect(valuesOf(built, "pools").nodeClass.spec.amiSelectorTerms).toEqual([{ alias: "al2023@v20261023" }]);
  expect(() => buildPools({ jobNodes: { image: "latest" } })).toThrow("it must be a release of the image");
});

test("there is a pool for each capacity, that no other pod runs on, with a limit, an end, and no idle nodes", () => {
  const limited = { onDemand: { cpu: 8, memoryGib: 32 } };
  const [onDemand, spot] = pools(buildPools({ jobNodes: limited }));
  expect([onDemand.name, spot.name]).toEqual(["on-demand", "spot"]);
  expect(onDemand.spec.limits).toEqual({ cpu: "8", memory: "32Gi" });
  for (const { name, spec } of [onDemand, spot]) {
    expect(spec.template.spec).toMatchObject({
      taints: [{ key: "plinth/jobs", effect: "NoSchedule" }],
      expireAfter: "336h",
      terminationGracePeriod: "24h",
    });
    expect(spec.template.spec.requirements[0]).toEqual({
      key: "karpenter.sh/capacity-type",
      operator: "In",
      values: [name],
    });
    expect(spec.disruption).toEqual({ consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter: "5m" });
  }
});

test("the chart only wraps these values: each template names one kind of Karpenter's and hands its spec through", () => {
  const folder = join(import.meta.dirname, "../../../constructs/workers/charts/node-pools/templates");
  const kinds = readdirSync(folder)
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      return [/^kind: (.*)$/m.exec(text)?.[1], /^spec: (.*)$/m.exec(text)?.[1]];
    });
  expect(kinds).toEqual([
    ["EC2NodeClass", "{{ toJson .Values.nodeClass.spec }}"],
    ["NodePool", "{{ toJson .spec }}"],
  ]);
});
