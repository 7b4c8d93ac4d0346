import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { readConfiguration } from "../../scripts/preview/plan/configuration.ts";
import { analyzed, changeOf, found } from "../preview/analyzed.ts";

const ids = (actions: string[], before: object | null, after: object, type = "kubernetes_deployment_v1") =>
  found(analyzed([changeOf(`${type}.a`, actions, { before, after })])).filter((id) =>
    /^(pod-unconfined|protection-loosened)/.test(id),
  );
const template = (spec: object) => ({ spec: [{ template: [{ spec: [spec] }] }] });
const confined = { allow_privilege_escalation: false, run_as_non_root: true, read_only_root_filesystem: true };
const container = (name: string, security: object = {}) => ({ name, security_context: [{ ...confined, ...security }] });
const create = (spec: object, type?: string) => ids(["create"], null, template(spec), type);
const update = (before: object, after: object) => ids(["update"], template(before), template(after));
const block = ["pod-unconfined block"];

test.each<[string, object]>([
  ["the node's network", { host_network: true }],
  ["the node's processes", { host_pid: true }],
  ["the node's shared memory", { host_ipc: true }],
  ["a folder of the node", { volume: [{ name: "a", host_path: [{ path: "/var/log" }] }] }],
  ["a port of the node", { container: [{ name: "a", port: [{ container_port: 80, host_port: 80 }] }] }],
  ["all of the node", { container: [container("a", { privileged: true })] }],
  ["all of the node, before it starts", { init_container: [container("a", { privileged: true })] }],
  ["a capability", { container: [container("a", { capabilities: [{ add: ["SYS_ADMIN"] }] })] }],
  ["every capability", { container: [container("a", { capabilities: [{ add: ["ALL"] }] })] }],
  ["every system call", { security_context: [{ seccomp_profile: [{ type: "Unconfined" }] }] }],
  ["another SELinux type", { security_context: [{ se_linux_options: [{ type: "spc_t" }] }] }],
  ["a setting of the kernel", { security_context: [{ sysctl: [{ name: "kernel.msgmax", value: "1" }] }] }],
])("a new pod that gets %s is found", (_, spec) => {
  expect(create(spec)).toEqual(block);
});

test("what the baseline allows is not found", () => {
  const spec = {
    host_network: false,
    security_context: [
      { seccomp_profile: [{ type: "RuntimeDefault" }], sysctl: [{ name: "net.ipv4.tcp_syncookies" }] },
    ],
    container: [
      {
        ...container("a", { capabilities: [{ add: ["NET_BIND_SERVICE"] }] }),
        port: [{ container_port: 80, host_port: 0 }],
      },
    ],
    volume: [{ name: "a", host_path: [], empty_dir: [{}] }],
  };
  expect(create(spec)).toEqual([]);
});

test.each([
  "kubernetes_deployment",
  "kubernetes_daemonset",
  "kubernetes_daemon_set_v1",
  "kubernetes_stateful_set",
  "kubernetes_job_v1",
  "kubernetes_replication_controller_v1",
])("a pod of a %s is looked at", (type) => {
  expect(create({ host_network: true }, type)).toEqual(block);
});

test("a pod of a manifest is looked at", () => {
  const manifest = (privileged: boolean) => ({
    manifest: {
      kind: "CronJob",
      spec: {
        jobTemplate: { spec: { template: { spec: { containers: [{ name: "a", securityContext: { privileged } }] } } } },
      },
    },
  });
  expect(ids(["update"], manifest(false), manifest(true), "kubernetes_manifest")).toEqual(block);
  expect(ids(["update"], manifest(true), manifest(true), "kubernetes_manifest")).toEqual([]);
});

const bad = (name: string) => container(name, { privileged: true });
test("containers are compared by name", () => {
  expect(update({ container: [bad("a"), container("b")] }, { container: [bad("a"), bad("b")] })).toEqual(block);
  expect(update({ container: [bad("a"), container("b")] }, { container: [container("a"), bad("b")] })).toEqual(block);
  expect(update({ container: [bad("a")] }, { container: [bad("b"), bad("c")] })).toEqual(block);
  expect(update({ container: [bad("a")] }, { container: [bad("b")] })).toEqual([]);
  expect(update({ container: [bad("a"), container("b")] }, { container: [container("b"), bad("a")] })).toEqual([]);
});

test("another folder of the node is another right", () => {
  const folder = (path: string) => ({ volume: [{ name: "a", host_path: [{ path }] }] });
  expect(update(folder("/var/log"), folder("/"))).toEqual(block);
  expect(update(folder("/var/log"), folder("/var/log"))).toEqual([]);
});

const root = (name: string) => container(name, { run_as_non_root: false });
test("a container that may run as root where it could not is loosened, whatever the others do", () => {
  const both = { container: [container("a"), container("b")] };
  expect(update(both, { container: [root("a"), container("b")] })).toEqual(["protection-loosened block"]);
  expect(update(both, { container: [container("b"), container("a")] })).toEqual([]);
  expect(update({ container: [container("a")] }, { container: [root("b")] })).toEqual(["protection-loosened block"]);
  expect(update({ container: [root("a")] }, { container: [root("a"), root("b")] })).toEqual([]);
});

test("one that only comes beside others is told", () => {
  expect(update({ container: [container("a")] }, { container: [container("a"), root("b")] })).toEqual([
    "protection-loosened warn",
  ]);
});

test("a pod's own setting holds where a container has none", () => {
  const plain = (run_as_non_root: boolean) => ({ security_context: [{ run_as_non_root }], container: [{ name: "a" }] });
  expect(update(plain(true), plain(false))).toEqual(["protection-loosened block"]);
  expect(update(plain(false), plain(true))).toEqual([]);
});

test("every job of prod stays within the baseline", () => {
  const text = readFileSync(join(import.meta.dirname, "../golden/prod/prod-jobs.json"), "utf8");
  const jobs = Object.values(readConfiguration(text, "prod-jobs").resource.kubernetes_cron_job_v1 ?? {});
  expect(jobs.length).toBeGreaterThanOrEqual(5);
  for (const job of jobs) expect(ids(["create"], null, job, "kubernetes_cron_job_v1")).toEqual([]);
});
