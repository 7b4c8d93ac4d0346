import { expect, test } from "@jest/globals";
import { deriveSchema } from "../../../rehearsal/schema/derive.ts";
import type { ProviderName, SchemaKind } from "../../../rehearsal/schema/schema.ts";
import { derivedPaths, type RealProvider, realPaths, realProvider } from "./real-schema.ts";

const USED = [
  "kubernetes_cluster_role_binding_v1",
  "kubernetes_cluster_role_v1",
  "kubernetes_config_map_v1",
  "kubernetes_cron_job_v1",
  "kubernetes_deployment_v1",
  "kubernetes_horizontal_pod_autoscaler_v2",
  "kubernetes_job_v1",
  "kubernetes_limit_range_v1",
  "kubernetes_namespace_v1",
  "kubernetes_network_policy_v1",
  "kubernetes_pod_disruption_budget_v1",
  "kubernetes_priority_class_v1",
  "kubernetes_resource_quota_v1",
  "kubernetes_role_binding_v1",
  "kubernetes_role_v1",
  "kubernetes_secret_v1",
  "kubernetes_service_account_v1",
  "kubernetes_service_v1",
  "kubernetes_stateful_set_v1",
  "kubernetes_storage_class_v1",
  "helm_release",
];

interface Difference {
  readonly path: string;
  readonly derived: string | undefined;
  readonly real: string | undefined;
}

interface Comparison {
  readonly paths: number;
  readonly differences: readonly Difference[];
}

const RELEASES: readonly [ProviderName, string][] = [
  ["kubernetes", "kubernetes-2.38.0"],
  ["helm", "helm-3.1.1"],
];

for (const [provider, release] of RELEASES) {
  const real = realProvider(release);
  const title = `the derived schemas of ${release} equal the real ones, exactly for every type in use`;
  if (real === undefined) {
    test.skip(`${title} (skipped: ../shared/schemas/${release}.json.gz, the output of terraform providers schema, is absent)`, () =>
      undefined);
    console.log(`${release} is not compared: ../shared/schemas/${release}.json.gz is absent.`);
    continue;
  }
  test(title, () => {
    const { paths, differences } = compare(provider, real);
    console.log(`${release}: ${paths - differences.length} of ${paths} paths of the derived schemas agree.`);
    const used = differences.filter(({ path }) => USED.includes(path.split(".")[1] ?? ""));
    expect(used).toEqual([]);
    expect(differences.length / paths).toBeLessThanOrEqual(0.001);
  });
  test(`${release} has each of its types in use`, () => {
    const used = USED.filter((type) => type.startsWith(`${provider}_`));
    expect(Object.keys(real.resource_schemas)).toEqual(expect.arrayContaining(used));
  });
}

function compare(provider: ProviderName, real: RealProvider): Comparison {
  const all: Comparison[] = [
    compareType(provider, "provider", provider, real.provider),
    ...Object.entries(real.resource_schemas).map(([type, schema]) => compareType(provider, "resource", type, schema)),
    ...Object.entries(real.data_source_schemas).map(([type, schema]) => compareType(provider, "data", type, schema)),
  ];
  return {
    paths: all.reduce((sum, { paths }) => sum + paths, 0),
    differences: all.flatMap(({ differences }) => differences),
  };
}

function compareType(
  provider: ProviderName,
  kind: SchemaKind,
  type: string,
  schema: RealProvider["provider"],
): Comparison {
  const real = realPaths(schema.block);
  const derived = derivedPaths(deriveSchema(provider, kind, type));
  const paths = [...new Set([...real.keys(), ...derived.keys()])];
  const differing = paths.filter((path) => real.get(path) !== derived.get(path));
  return {
    paths: paths.length,
    differences: differing.map((path) => ({
      path: `${kind}.${type}.${path}`,
      derived: derived.get(path),
      real: real.get(path),
    })),
  };
}
