import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, jest, test } from "@jest/globals";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { z } from "zod";
import { environmentNames, loadEnvironment } from "../../environments/catalog.ts";
import { synthesized } from "../../scripts/goldens.ts";
import { type ApiSchema, manifestValue } from "../support/kubernetes-manifest.ts";

jest.setTimeout(300_000);

const root = join(import.meta.dirname, "../..");

/** What the API calls each type of the provider, and the file of its schema. Helm's releases hold resources of Karpenter's. */
const kinds: Readonly<Record<string, readonly [apiVersion: string, kind: string, file: string]>> = {
  kubernetes_config_map_v1: ["v1", "ConfigMap", "configmap-v1"],
  kubernetes_cron_job_v1: ["batch/v1", "CronJob", "cronjob-batch-v1"],
  kubernetes_limit_range_v1: ["v1", "LimitRange", "limitrange-v1"],
  kubernetes_namespace_v1: ["v1", "Namespace", "namespace-v1"],
  kubernetes_network_policy_v1: ["networking.k8s.io/v1", "NetworkPolicy", "networkpolicy-networking-v1"],
  kubernetes_priority_class_v1: ["scheduling.k8s.io/v1", "PriorityClass", "priorityclass-scheduling-v1"],
  kubernetes_resource_quota_v1: ["v1", "ResourceQuota", "resourcequota-v1"],
  kubernetes_service_account_v1: ["v1", "ServiceAccount", "serviceaccount-v1"],
};

/** Arguments that are Terraform's own. */
const ofTerraform = ["//", "count", "depends_on", "for_each", "lifecycle", "provider", "timeouts"];

const definitions = z.looseObject({ $defs: z.record(z.string(), z.looseObject({})) });

interface Api {
  readonly version: string;
  readonly check: (type: string, resource: object) => string[];
  readonly manifest: (type: string, resource: object) => unknown;
}

/** Kubernetes' own description of a version, without fields that it does not know. */
function apiOf(version: string): Api {
  const pattern = `node_modules/.cache/kubernetes-validate/lib/python*/site-packages/kubernetes_validate/kubernetes-json-schema/v${version}.*-local-strict`;
  const [folder, ...others] = globSync(pattern, { cwd: root });
  if (folder === undefined || others.length > 0) throw new Error(`There is no one schema of Kubernetes ${version}.`);
  const read = (file: string): ApiSchema & object => JSON.parse(readFileSync(join(root, folder, file), "utf8"));
  const { $defs } = definitions.parse(read("_definitions.json"));
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $defs }, "https://kubernetes.io/api/_definitions.json");
  const resolve = (schema: ApiSchema): ApiSchema =>
    schema.$ref === undefined ? schema : resolve($defs[schema.$ref.split("/").at(-1) ?? ""] ?? {});
  const checks = new Map<string, ValidateFunction>();
  const schemaOf = (type: string) => read(`${kinds[type]?.[2]}.json`);
  const manifest = (type: string, resource: object) => {
    const [apiVersion, kind] = kinds[type] ?? [];
    const own = Object.fromEntries(Object.entries(resource).filter(([key]) => !ofTerraform.includes(key)));
    return Object.assign({ apiVersion, kind }, manifestValue(own, schemaOf(type), resolve));
  };
  const check = (type: string, resource: object) => {
    const validate = checks.get(type) ?? ajv.compile(schemaOf(type));
    checks.set(type, validate);
    validate(manifest(type, resource));
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
  return { version: folder.split("/").at(-1) ?? "", check, manifest };
}

const apis = new Map<string, Api>();
function api(version: string): Api {
  const found = apis.get(version) ?? apiOf(version);
  apis.set(version, found);
  return found;
}

beforeAll(() => {
  const install = spawnSync(process.execPath, [join(root, "tools/python.js"), "kubernetes-validate"], {
    encoding: "utf8",
  });
  if (install.status !== 0) throw new Error(install.stderr);
});

/** The Kubernetes resources of an environment, by address. */
async function resourcesOf(name: string) {
  const environment = await loadEnvironment(name);
  const found = [...synthesized(environment).values()].flatMap((stack) =>
    Object.entries(Object(stack.resource)).flatMap(([type, byId]) =>
      Object.entries(Object(byId)).map(([id, resource]) => ({ type, id, resource: Object(resource) as object })),
    ),
  );
  return { environment, resources: found.filter(({ type }) => type.startsWith("kubernetes_")) };
}

test.each(environmentNames())(
  "everything that %s has in its cluster is what its Kubernetes' API takes",
  async (name) => {
    const { environment, resources } = await resourcesOf(name);
    const { check, version } = api(environment.workers.kubernetesVersion);
    expect([...new Set(resources.map(({ type }) => type))].filter((type) => !Object.hasOwn(kinds, type))).toEqual([]);
    expect([...new Set(resources.map(({ type }) => type))].sort()).toEqual(Object.keys(kinds).sort());
    const wrong = resources.flatMap(({ type, id, resource }) =>
      check(type, resource).map((problem) => `${type}.${id}: ${problem}`),
    );
    expect(wrong).toEqual([]);
    console.log(`${name}: ${resources.length} resources of ${Object.keys(kinds).length} kinds, schemas of ${version}`);
  },
);

test("the check refuses what the API does not know: a field, a kind of value, a word outside its set, a missing part", async () => {
  const { environment, resources } = await resourcesOf("prod");
  const { check } = api(environment.workers.kubernetesVersion);
  const found = resources.find(({ type, id }) => type === "kubernetes_cron_job_v1" && id.includes("publish"));
  const job = JSON.parse(JSON.stringify(found?.resource));
  const broken = (change: (copy: typeof job) => void) => {
    const copy = structuredClone(job);
    change(copy);
    return check("kubernetes_cron_job_v1", copy);
  };
  expect(broken(() => {})).toEqual([]);
  expect(broken(({ spec }) => Object.assign(spec, { parallel: 2 })).join()).toContain(
    '"additionalProperty":"parallel"',
  );
  expect(broken(({ spec }) => Object.assign(spec, { suspend: "never" })).join()).toContain(
    "/spec/suspend must be boolean",
  );
  expect(broken(({ spec }) => delete spec.job_template).join()).toContain('"missingProperty":"jobTemplate"');
  const pod = (spec: typeof job) => spec.job_template.spec.template.spec;
  expect(
    broken(({ spec }) => Object.assign(pod(spec).container[0], { volume_mount: [{ name: "scratch" }] })).join(),
  ).toContain('"missingProperty":"mountPath"');
});

test("a definition comes out as the CronJob that kubectl would show", async () => {
  const { environment, resources } = await resourcesOf("prod");
  const { manifest } = api(environment.workers.kubernetesVersion);
  const found = resources.find(({ type, id }) => type === "kubernetes_cron_job_v1" && id.includes("publish"));
  expect(manifest("kubernetes_cron_job_v1", found?.resource ?? {})).toMatchObject({
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "publish" },
    spec: {
      schedule: "15 2 * * *",
      timeZone: "Etc/UTC",
      concurrencyPolicy: "Forbid",
      jobTemplate: {
        spec: {
          ttlSecondsAfterFinished: 259_200,
          podFailurePolicy: {
            rules: [
              { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
              { action: "FailJob", onExitCodes: { containerName: "job", operator: "In", values: [1] } },
            ],
          },
          template: {
            spec: {
              restartPolicy: "Never",
              securityContext: { runAsUser: 1000, fsGroup: 1000 },
              tolerations: [{ key: "plinth/jobs", operator: "Exists", effect: "NoSchedule" }],
              containers: [{ name: "job", volumeMounts: [{ name: "scratch" }, { name: "contract" }] }],
            },
          },
        },
      },
    },
  });
});
