import type { ChangeCase } from "./change-case.ts";

const cronJob = (name: string) => `jobs/kubernetes_cron_job_v1.jobs_definitions_${name}_cron-job`;
const contract = (name: string) => `jobs/kubernetes_config_map_v1.jobs_definitions_${name}_contract`;
const rights = (name: string) => `jobs/aws_iam_role_policy.jobs_definitions_${name}_identity_access`;
const cronJobPatch = (name: string, body: object) => ({
  jobs: { resource: { kubernetes_cron_job_v1: { [`jobs_definitions_${name}_cron-job`]: body } } },
});

/** Sources: Kubernetes documentation, "CronJob", "Jobs", "Network Policies"; pages of hashicorp/kubernetes. */
export const jobs: readonly ChangeCase[] = [
  {
    name: "a job starts at another hour",
    environment: "prod",
    patch: { jobs: { definitions: { publish: { schedule: "45 3 * * *" } } } },
    harmless: true,
    changes: { [cronJob("publish")]: "update R2" },
    findings: [],
  },
  {
    name: "a job is described in other words",
    environment: "prod",
    patch: { jobs: { definitions: { transform: { description: "Builds and checks ANALYTICS, and drops it" } } } },
    harmless: true,
    changes: { [cronJob("transform")]: "update R2" },
    findings: [],
  },
  {
    name: "a job's runs may take longer",
    environment: "prod",
    patch: { jobs: { definitions: { maintenance: { deadlineMinutes: 45 } } } },
    harmless: true,
    changes: { [cronJob("maintenance")]: "update R2" },
    findings: [],
  },
  {
    name: "a job's runs get more memory",
    environment: "prod",
    patch: { jobs: { definitions: { maintenance: { limits: { memory: "2Gi", cpu: "1" } } } } },
    harmless: true,
    changes: { [cronJob("maintenance")]: "update R2" },
    findings: [],
  },
  {
    name: "all jobs run another program",
    environment: "prod",
    patch: {
      jobs: { image: "plinth/jobs@sha256:1111111111111111111111111111111111111111111111111111111111111111" },
    },
    harmless: true,
    changes: { "jobs/kubernetes_cron_job_v1.jobs_definitions_*_cron-job": "update R2" },
    findings: [],
  },
  {
    name: "no schedule starts anything any more",
    environment: "prod",
    patch: { jobs: { suspended: true } },
    harmless: true,
    changes: { "jobs/kubernetes_cron_job_v1.jobs_definitions_*_cron-job": "update R4" },
    findings: ["running-interrupted warn jobs/kubernetes_cron_job_v1.jobs_definitions_*_cron-job"],
  },
  {
    name: "nothing ends a run that hangs",
    environment: "prod",
    stacks: cronJobPatch("ingest", { spec: { job_template: { spec: { active_deadline_seconds: null } } } }),
    harmless: false,
    changes: { [cronJob("ingest")]: "update R2" },
    findings: [`job-without-deadline warn ${cronJob("ingest")}`],
  },
  {
    name: "a job's pod is in its node's network",
    environment: "prod",
    stacks: cronJobPatch("ingest", {
      spec: { job_template: { spec: { template: { spec: { host_network: true } } } } },
    }),
    harmless: false,
    changes: { [cronJob("ingest")]: "update R5" },
    findings: [`pod-unconfined block ${cronJob("ingest")}`],
  },
  {
    name: "runs of a job may overlap",
    environment: "prod",
    stacks: cronJobPatch("ingest", { spec: { concurrency_policy: "Allow" } }),
    harmless: false,
    changes: { [cronJob("ingest")]: "update R2" },
    findings: [`job-overlaps warn ${cronJob("ingest")}`],
  },
  {
    name: "a job by hand takes whatever image bears a tag, and has no deadline",
    environment: "prod",
    stacks: {
      jobs: {
        resource: {
          kubernetes_job_v1: {
            repair: {
              metadata: { name: "repair", namespace: "jobs" },
              spec: {
                template: {
                  metadata: {},
                  spec: { container: [{ name: "repair", image: "postgres:latest" }], restart_policy: "Never" },
                },
              },
            },
          },
        },
      },
    },
    harmless: false,
    changes: { "jobs/kubernetes_job_v1.repair": "create R4" },
    findings: [
      "image-unpinned block jobs/kubernetes_job_v1.repair",
      "job-without-deadline warn jobs/kubernetes_job_v1.repair",
    ],
  },
  {
    name: "a job is given a zone to write and a secret to read",
    environment: "prod",
    patch: {
      jobs: { definitions: { transform: { zones: { gold: "write" }, secrets: ["salesforce-app"] } } },
    },
    harmless: true,
    changes: { [rights("transform")]: "update R3", [cronJob("transform")]: "update R2" },
    findings: [`access-widened warn ${rights("transform")}`],
  },
  {
    name: "a job is left out, and its role with it",
    environment: "prod",
    patch: { jobs: { definitions: { maintenance: null } } },
    harmless: false,
    changes: {
      [cronJob("maintenance")]: "delete R4",
      [contract("maintenance")]: "delete R4",
      [rights("maintenance")]: "delete R4",
      "jobs/aws_iam_role.jobs_definitions_maintenance_identity_role": "delete R4",
      "jobs/aws_eks_pod_identity_association.jobs_definitions_maintenance_identity_association": "delete R4",
      "jobs/kubernetes_service_account_v1.jobs_definitions_maintenance_identity_service-account": "delete R4",
      "jobs/kubernetes_network_policy_v1.jobs_definitions_maintenance_network_policy": "delete R5",
    },
    findings: [
      "stateless-destroyed warn jobs/*.jobs_definitions_maintenance_{cron-job,contract}",
      "stateless-destroyed warn jobs/*.jobs_definitions_maintenance_identity_*",
      "guard-destroyed block jobs/kubernetes_network_policy_v1.jobs_definitions_maintenance_network_policy",
    ],
  },
  {
    name: "pods of a job take connections from everywhere",
    environment: "prod",
    stacks: {
      jobs: {
        resource: {
          kubernetes_network_policy_v1: {
            jobs_definitions_maintenance_network_policy: {
              spec: { ingress: [{ from: [{ ip_block: { cidr: "0.0.0.0/0" } }] }], policy_types: ["Egress", "Ingress"] },
            },
          },
        },
      },
    },
    harmless: false,
    changes: { "jobs/kubernetes_network_policy_v1.jobs_definitions_maintenance_network_policy": "update R3" },
    findings: ["access-widened warn jobs/kubernetes_network_policy_v1.jobs_definitions_maintenance_network_policy"],
  },
  {
    name: "jobs may take more of the cluster at once",
    environment: "prod",
    patch: { jobs: { quota: { pods: 40, cpu: "64", memory: "128Gi" } } },
    harmless: true,
    changes: { "jobs/kubernetes_{resource_quota,limit_range}_v1.jobs_namespace_*": "update R2" },
    findings: [],
  },
  {
    name: "another system is read less often",
    environment: "prod",
    patch: { batch: { connections: { stripe: { everyHours: 3 } } } },
    harmless: true,
    changes: { "jobs/kubernetes_config_map_v1.batch_documents": "update R2" },
    findings: [],
  },
];
