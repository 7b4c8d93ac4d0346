import type { PlannedChange } from "../preview/plan/planned-change.ts";
import { at, first, numberOf } from "../preview/plan/values.ts";
import { kubernetesObject } from "../preview/risk/kubernetes-object.ts";
import type { Policy, Sighting } from "./policy.ts";
import { podSpecPath } from "./workloads.ts";

/** Kubernetes documentation, "Pod Security Standards", baseline. */
const allowedCapabilities =
  /^(AUDIT_WRITE|CHOWN|DAC_OVERRIDE|FOWNER|FSETID|KILL|MKNOD|NET_BIND_SERVICE|SETFCAP|SETGID|SETPCAP|SETUID|SYS_CHROOT)$/;
const allowedSysctls =
  /^(kernel\.shm_rmid_forced|net\.ipv4\.(ip_local_port_range|ip_unprivileged_port_start|tcp_syncookies|ping_group_range|ip_local_reserved_ports|tcp_keepalive_(time|intvl|probes)|tcp_fin_timeout|tcp_rmem|tcp_wmem))$/;
const allowedSeLinux = /^container_(t|init_t|kvm_t|engine_t)$/;

type Part = "pod" | "container" | "volume";
const isTrue = (value: unknown) => value === true;
const anything = () => true;

/** What baseline forbids of a pod, of each container and of each volume. Beside each, whether a value of it is one too much. */
const forbidden: readonly { readonly of: Part; readonly path: string; readonly when: (value: unknown) => boolean }[] = [
  { of: "pod", path: "host_network", when: isTrue },
  { of: "pod", path: "host_pid", when: isTrue },
  { of: "pod", path: "host_ipc", when: isTrue },
  { of: "pod", path: "security_context.sysctl.name", when: (name) => !allowedSysctls.test(String(name)) },
  { of: "container", path: "security_context.privileged", when: isTrue },
  {
    of: "container",
    path: "security_context.capabilities.add",
    when: (name) => !allowedCapabilities.test(String(name).toUpperCase()),
  },
  { of: "container", path: "port.host_port", when: (port) => (numberOf(port) ?? 0) > 0 },
  ...(["pod", "container"] as const).flatMap((of) => [
    { of, path: "security_context.windows_options.host_process", when: isTrue },
    { of, path: "security_context.seccomp_profile.type", when: (type: unknown) => type === "Unconfined" },
    {
      of,
      path: "security_context.se_linux_options.type",
      when: (type: unknown) => !allowedSeLinux.test(String(type)),
    },
    { of, path: "security_context.se_linux_options.user", when: anything },
    { of, path: "security_context.se_linux_options.role", when: anything },
  ]),
  { of: "volume", path: "host_path", when: anything },
];

interface Confinement {
  readonly name: string;
  readonly holds: (container: unknown, pod: unknown) => boolean;
  /** Where it is not as the policy's own. */
  readonly severity?: "warn";
}

/** What keeps a container in itself beyond that ("restricted"; a root that cannot be written is ours). A pod's setting holds where its container has none. */
const confinements: readonly Confinement[] = [
  {
    name: "run_as_non_root",
    holds: (container, pod) => {
      const [isNonRoot, user] = ["run_as_non_root", "run_as_user"].map((name) =>
        first([container, pod], `security_context.${name}`),
      );
      return isNonRoot === true || (user !== undefined && numberOf(user) !== 0);
    },
  },
  {
    name: "allow_privilege_escalation",
    holds: (container) => first(container, "security_context.allow_privilege_escalation") === false,
  },
  {
    name: "read_only_root_filesystem",
    holds: (container) => first(container, "security_context.read_only_root_filesystem") === true,
  },
  {
    name: "capabilities.drop",
    holds: (container) => at(container, "security_context.capabilities.drop").includes("ALL"),
    severity: "warn",
  },
  {
    name: "seccomp_profile",
    holds: (container, pod) => at([container, pod], "security_context.seccomp_profile.type").length > 0,
    severity: "warn",
  },
];

export const podSecurity: readonly Policy[] = [
  {
    id: "pod-unconfined",
    risk: "R5",
    severity: "block",
    why: "What runs in the pod can reach its node, and from there whatever else runs on it and the node's own rights",
    remedy: "Keep the pod within the baseline of the Pod Security Standards",
    look: (change) => {
      const { type, action, before, after } = kubernetesObject(change);
      const path = podSpecPath(type);
      if (path === undefined || action === "delete") return [];
      const [was, is] = [before, after].map((values) => first(values, path));
      const more = forbidden.filter(({ of, ...rule }) => isMore(broken(was, of, rule), broken(is, of, rule)));
      return more.map(({ of, path }) => `${of === "pod" ? path : `${of}.${path}`} is more than the baseline allows`);
    },
  },
];

/** Parts of a pod by name, with what each has too much of. */
type Broken = ReadonlyMap<string, readonly string[]>;

function broken(pod: unknown, of: Part, { path, when }: Pick<(typeof forbidden)[number], "path" | "when">): Broken {
  const texts = (part: unknown) =>
    at(part, path)
      .filter(when)
      .map((value) => JSON.stringify(value));
  return new Map([...partsOf(pod, of)].map(([name, part]) => [name, texts(part)]));
}

/** Part with part of the same name; one that is new takes over what one that is gone had. */
function isMore(before: Broken, after: Broken): boolean {
  const left = [...before].filter(([name]) => !after.has(name)).flatMap(([, values]) => values);
  return [...after].some(([name, values]) => {
    const had = before.get(name);
    if (had !== undefined) return values.some((value) => !had.includes(value));
    return values.some((value) => {
      const place = left.indexOf(value);
      if (place >= 0) left.splice(place, 1);
      return place < 0;
    });
  });
}

/** Containers that something no longer keeps in themselves. One that only comes beside others is told. */
export function loosenedPods(change: PlannedChange): Omit<Sighting, "address">[] {
  const { type, action, before, after } = kubernetesObject(change);
  const path = podSpecPath(type);
  if (path === undefined || before === undefined || (action !== "update" && action !== "replace")) return [];
  const [was, is] = [before, after].map((values) => first(values, path));
  const [old, now] = [partsOf(was, "container"), partsOf(is, "container")];
  const isSwapped = [...old.keys()].some((name) => !now.has(name));
  return confinements.flatMap(({ name, holds, severity }) => {
    const what = `security_context.${name} is loosened: what runs in the pod can reach its node, or change what it runs`;
    const loose = [...now].filter(([, container]) => !holds(container, is)).map(([name]) => name);
    const held = [...old].filter(([, container]) => holds(container, was)).map(([name]) => name);
    if (loose.some((name) => held.includes(name))) return [{ what, ...(severity && { severity }) }];
    const isNew = old.size > 0 && held.length === old.size && loose.some((name) => !old.has(name));
    const weight = isSwapped ? severity : "warn";
    return isNew ? [{ what, ...(weight && { severity: weight }) }] : [];
  });
}

function partsOf(pod: unknown, of: Part): ReadonlyMap<string, unknown> {
  if (of === "pod") return new Map(pod === undefined ? [] : [["", pod]]);
  const paths = of === "volume" ? ["volume"] : ["container", "init_container"];
  const parts = paths.flatMap((path) => at(pod, path));
  return new Map(parts.map((part, index) => [String(first(part, "name") ?? index), part]));
}
