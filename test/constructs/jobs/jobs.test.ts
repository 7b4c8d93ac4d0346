import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1/index.js";
import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1/index.js";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1/index.js";
import { expect, test } from "@jest/globals";
import { all, type Built, only } from "../../support/synth.ts";
import { buildJobs, companions, container, every, ingest, publish } from "./sample.ts";

const built = buildJobs();

function runOf(from: Built) {
  return only(from, CronJobV1).spec.job_template.spec;
}

function podOf(from: Built) {
  const { spec } = runOf(from).template;
  if (!spec) throw new Error("the run must have a pod");
  return spec;
}

/** The pod's one container. */
function containerOf(from: Built) {
  const [container, ...others] = podOf(from).container ?? [];
  if (!container || others.length > 0) throw new Error("the pod must have one container");
  return container;
}

function statements(from: Built) {
  const text = only(from, IamRolePolicy).policy.replace(replacement, (_, value, old, by) => value.replace(old, by));
  return JSON.parse(text).Statement.map(({ Action, Resource }: { Action: string[]; Resource: string[] }) => [
    Action.join(" "),
    Resource.join(" "),
  ]);
}

/** Terraform's function, which only Terraform would call. */
const replacement = /\$\{replace\("([^"]+)", "([^"]+)", "([^"]+)"\)\}/g;

test("a job whose secret is not declared is refused", () => {
  expect(() => buildJobs({ definitions: { publish: { ...publish, secrets: ["unknown"] } } })).toThrow(
    "unknown is not declared in this environment.",
  );
});

test("one run at a time, started at most an hour late, ended at its deadline, gone after three days", () => {
  expect(only(built, CronJobV1).spec).toMatchObject({
    schedule: "15 2 * * *",
    timezone: "Etc/UTC",
    concurrency_policy: "Forbid",
    starting_deadline_seconds: 3600,
    successful_jobs_history_limit: 3,
    failed_jobs_history_limit: 3,
    suspend: false,
  });
  expect(runOf(built)).toMatchObject({
    active_deadline_seconds: 7200,
    backoff_limit: 2,
    ttl_seconds_after_finished: "259200",
  });
});

test("a suspended environment deploys its jobs and starts none", () => {
  expect(only(buildJobs({ suspended: true }), CronJobV1).spec.suspend).toBe(true);
});

test("exit code 1 ends the run for good, and a pod lost with its node does not count", () => {
  expect(runOf(built).pod_failure_policy?.rule).toEqual([
    { action: "Ignore", on_pod_condition: [{ type: "DisruptionTarget", status: "True" }] },
    { action: "FailJob", on_exit_codes: { container_name: "job", operator: "In", values: [1] } },
  ]);
  expect(containerOf(built).name).toBe("job");
  // Kubernetes takes a failure policy with this restart policy only.
  expect(podOf(built).restart_policy).toBe("Never");
});

/** The name of the run, which every retry's pod has. */
const runId = {
  name: "PLINTH_RUN_ID",
  value_from: { field_ref: { field_path: "metadata.labels['batch.kubernetes.io/job-name']" } },
};

test("the container runs the program of its kind with the contract that is mounted", () => {
  expect(containerOf(built)).toMatchObject({
    command: ["node", "jobs/main.ts", "publish"],
    env: [{ name: "PLINTH_CONTRACT", value: "/etc/plinth/contract.json" }, runId],
    volume_mount: [
      { name: "scratch", mount_path: "/tmp" },
      { name: "contract", mount_path: "/etc/plinth", read_only: true },
    ],
  });
});

test("a changed contract changes the definition, since its pods carry the contract's hash", () => {
  const [address] = Object.keys(built.resource[ConfigMapV1.tfResourceType] ?? {});
  const annotations = runOf(built).template.metadata?.annotations ?? {};
  expect(Reflect.get(annotations, "plinth/contract-sha256")).toBe(
    `\${sha256(kubernetes_config_map_v1.${address}.data["contract.json"])}`,
  );
});

test("the pod passes the restricted standard and can write to its bounded scratch volume only", () => {
  expect(podOf(built)).toMatchObject({
    automount_service_account_token: false,
    enable_service_links: false,
    security_context: { run_as_non_root: true, seccomp_profile: { type: "RuntimeDefault" } },
    volume: [{ name: "scratch", empty_dir: { size_limit: "4Gi" } }, { name: "contract" }],
  });
  const job = containerOf(built);
  expect(job.security_context).toMatchObject({
    allow_privilege_escalation: false,
    privileged: false,
    read_only_root_filesystem: true,
    capabilities: { drop: ["ALL"] },
  });
  expect(job.resources).toEqual({
    requests: { memory: "2Gi", cpu: "1", "ephemeral-storage": "4Gi" },
    limits: { memory: "4Gi", cpu: "2", "ephemeral-storage": "4Gi" },
  });
});

test("a container that is not our program starts as its image says, without a contract", () => {
  const other = buildJobs({ definitions: { other: container } });
  expect(all(other, ConfigMapV1)).toEqual({});
  const job = containerOf(other);
  expect([job.command, job.env]).toEqual([undefined, [runId]]);
  expect(podOf(other).volume).toEqual([{ name: "scratch", empty_dir: { size_limit: "4Gi" } }]);
});

test("a container is told in its environment what a contract would have said", () => {
  const told = {
    ...container,
    command: ["python", "score.py"],
    zones: { gold: "write" },
    secrets: ["publisher-key"],
    warehouse: { name: "BUILD_WH", role: "PUBLISHER" },
  };
  const { command, env } = containerOf(buildJobs({ definitions: { told } }));
  expect(command).toEqual(["python", "score.py"]);
  expect(env).toEqual([
    runId,
    { name: "PLINTH_ZONE_GOLD", value: "acme-gold" },
    {
      name: "PLINTH_SECRET_PUBLISHER_KEY",
      value: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:publisher-key-AbCdEf",
    },
    { name: "SNOWFLAKE_ACCOUNT", value: "ACME-DEV" },
    { name: "SNOWFLAKE_ROLE", value: "PUBLISHER" },
    { name: "SNOWFLAKE_WAREHOUSE", value: "BUILD_WH" },
  ]);
});

test("a job without a schedule is deployed suspended, and can be started by hand", () => {
  const { schedule: _, ...unscheduled } = publish;
  const { spec } = only(buildJobs({ definitions: { unscheduled } }), CronJobV1);
  expect(spec).toMatchObject({ suspend: true, schedule: "0 0 1 1 *" });
});

test("publish waits for no spot node and goes first; what can be repeated runs where it is cheap, and waits", () => {
  const jobs = Object.values(all(buildJobs({ definitions: every }), CronJobV1));
  const seen = jobs.map(({ metadata, spec }) => {
    const pod = spec.job_template.spec.template.spec;
    return [
      metadata.name,
      Object.values(pod?.node_selector ?? {}),
      /_(first|other)_/.exec(pod?.priority_class_name ?? "")?.[1],
    ];
  });
  expect(seen).toEqual([
    ["publish", ["on-demand"], "first"],
    ["ingest", ["spot"], "other"],
    ["container", ["on-demand"], "other"],
    ["transform", ["spot"], "other"],
    ["backfill", ["on-demand"], "first"],
    ["maintenance", ["on-demand"], "other"],
  ]);
});

test("a run tolerates the nodes of jobs, is not moved from one, and has less than a spot notice to end", () => {
  const { metadata, spec } = runOf(built).template;
  expect(spec?.toleration).toEqual([{ key: "plinth/jobs", operator: "Exists", effect: "NoSchedule" }]);
  expect(metadata?.annotations).toMatchObject({ "karpenter.sh/do-not-disrupt": "true" });
  expect(spec?.termination_grace_period_seconds).toBeLessThan(120);
});

test("the job's service account, and no other, is the job's IAM role", () => {
  const role = only(built, IamRole);
  expect(role.name).toBe("acme-dev-publish");
  const [trust] = JSON.parse(role.assume_role_policy).Statement;
  expect(trust).toMatchObject({
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Principal: { Service: ["pods.eks.amazonaws.com"] },
    Condition: {
      StringEquals: {
        "aws:RequestTag/kubernetes-namespace": expect.stringMatching(/^\$\{kubernetes_namespace_v1\./),
        "aws:RequestTag/kubernetes-service-account": "publish",
      },
    },
  });
  expect(only(built, EksPodIdentityAssociation).cluster_name).toBe("acme-dev-workers");
  expect(only(built, ServiceAccountV1).automount_service_account_token).toBe(false);
});

test("a container that declares nothing is allowed nothing", () => {
  expect(all(buildJobs({ definitions: { container } }), IamRolePolicy)).toEqual({});
});

test("a container may use its own zones, secrets and topics, each with its key, and nothing else", () => {
  const rich = buildJobs({
    definitions: { rich: { ...container, zones: { gold: "write", bronze: "read" }, secrets: ["publisher-key"] } },
    topics: {
      orders: { producers: ["rich"], consumers: {} },
      others: { producers: ["another"], consumers: { group: ["another"] } },
    },
  });
  expect(statements(rich)).toEqual([
    ["s3:GetBucketLocation s3:ListBucket", "arn:aws:s3:::acme-bronze"],
    ["s3:GetObject", "arn:aws:s3:::acme-bronze/*"],
    ["kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/lake"],
    ["s3:GetBucketLocation s3:ListBucket s3:ListBucketMultipartUploads", "arn:aws:s3:::acme-gold"],
    [
      "s3:AbortMultipartUpload s3:DeleteObject s3:GetObject s3:ListMultipartUploadParts s3:PutObject",
      "arn:aws:s3:::acme-gold/*",
    ],
    ["kms:Decrypt kms:GenerateDataKey", "arn:aws:kms:eu-west-1:111122223333:key/lake"],
    ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:publisher-key-AbCdEf"],
    ["kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/secrets"],
    ["kafka-cluster:Connect kafka-cluster:WriteDataIdempotently", expect.stringContaining(":cluster/acme-dev/0-1")],
    [
      "kafka-cluster:DescribeTopic kafka-cluster:WriteData",
      "arn:aws:kafka:eu-west-1:111122223333:topic/acme-dev/0-1/orders",
    ],
  ]);
});

/** What the one job that is not its companion may do to objects, by resource. */
function objectRights(name: string) {
  const { policy } = only(buildJobs({ definitions: every }), IamRolePolicy, `${name}/identity/access`);
  const all: { Action: string[]; Resource: string[] }[] = JSON.parse(policy).Statement;
  const on = (action: string) =>
    all.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource.map((arn) => arn.slice(13)));
  return { gets: on("s3:GetObject"), puts: on("s3:PutObject"), deletes: on("s3:DeleteObject") };
}

test("maintenance deletes what runs left unfinished, and can read or replace nothing of the lake", () => {
  expect(objectRights("maintenance")).toEqual({
    gets: ["acme-artifacts/runs/maintenance/*"],
    puts: ["acme-artifacts/runs/maintenance/*"],
    deletes: ["acme-silver/*/_staging/*", "acme-quarantine/*/_staging/*"],
  });
});

test("an ingest job reads bronze, writes silver and quarantine, and records its runs", () => {
  const written = ["acme-silver/*", "acme-quarantine/*"];
  expect(objectRights("ingest")).toEqual({
    gets: ["acme-bronze/*", ...written, "acme-artifacts/runs/ingest/*"],
    puts: [...written, "acme-artifacts/runs/ingest/*"],
    deletes: written,
  });
});

test("a transform job keeps what dbt left, and cannot say that it is live's", () => {
  expect(objectRights("transform").puts).toEqual([
    "acme-artifacts/runs/transform/*",
    "acme-artifacts/dbt/examples/transform/runs/*",
  ]);
  expect(objectRights("publish").puts).toEqual([
    "acme-artifacts/runs/publish/*",
    "acme-artifacts/dbt/examples/transform/*",
  ]);
});

test("a job reads the runs of those it waits for", () => {
  const waiting = { ...ingest, waitsFor: { ingest: { minutes: 30 } } };
  const { policy } = only(buildJobs({ definitions: { ingest, waiting } }), IamRolePolicy, "waiting/identity/access");
  expect(policy).toContain("acme-artifacts/runs/ingest/*");
  expect(policy).not.toContain("acme-artifacts/runs/*");
});

test("a publish job reads the runs of all, for it answers how they did, and records its own", () => {
  const { gets, puts } = objectRights("publish");
  expect(gets).toContain("acme-artifacts/runs/*");
  expect(puts.filter((key) => key.includes("/runs/"))).toEqual(["acme-artifacts/runs/publish/*"]);
});

test("a job that works with a publish job's terms reads that one's key without naming it", () => {
  const { policy } = only(
    buildJobs({ definitions: { publish, transform: companions.transform } }),
    IamRolePolicy,
    "transform/identity/access",
  );
  expect(policy).toContain("secret:publisher-key-AbCdEf");
});

test("the secrets' key decrypts through Secrets Manager only", () => {
  const { policy } = only(
    buildJobs({ definitions: { publish: { ...publish, secrets: ["publisher-key"] } } }),
    IamRolePolicy,
  );
  expect(JSON.parse(policy).Statement.at(-1)).toMatchObject({
    Action: ["kms:Decrypt"],
    Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" } },
  });
});
