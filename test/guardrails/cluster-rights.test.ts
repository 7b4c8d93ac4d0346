import { expect, test } from "@jest/globals";
import { analyzed, changeOf, found } from "../preview/analyzed.ts";

const ids = (type: string, before: object | null, after: object) =>
  found(analyzed([changeOf(`${type}.a`, [before === null ? "create" : "update"], { before, after })])).filter((id) =>
    /^(admin-access|public-exposure)/.test(id),
  );
const rule = (api_groups: string[], resources: string[], verbs: string[], resource_names: string[] = []) => ({
  rule: [{ api_groups, resources, verbs, resource_names }],
});
const every = rule(["*"], ["*"], ["*"]);
const rbac = "rbac.authorization.k8s.io";

test.each([
  ["everything", every],
  ["the right to widen roles", rule([rbac], ["clusterroles"], ["escalate"])],
  ["the right to give any role", rule([rbac], ["*"], ["bind"])],
  ["the right to be anybody", rule([""], ["users", "groups"], ["impersonate"])],
])("a role of the cluster with %s is an administrator's", (_, role) => {
  expect(ids("kubernetes_cluster_role_v1", null, role)).toEqual(["admin-access block"]);
  expect(ids("kubernetes_cluster_role", rule([""], ["pods"], ["get"]), role)).toEqual(["admin-access block"]);
  expect(ids("kubernetes_role_v1", null, role)).toEqual(["admin-access warn"]);
  expect(ids("kubernetes_cluster_role_v1", role, { ...role, metadata: [{ labels: { a: "b" } }] })).toEqual([]);
});

test("a role with all of one group, with a named role to give, or with fewer rights than before is none", () => {
  expect(ids("kubernetes_cluster_role_v1", null, rule(["example.com"], ["*"], ["*"]))).toEqual([]);
  expect(ids("kubernetes_cluster_role_v1", null, rule([rbac], ["clusterroles"], ["bind"], ["view"]))).toEqual([]);
  expect(ids("kubernetes_cluster_role_v1", every, rule([""], ["pods"], ["*"]))).toEqual([]);
});

const subject = (kind: string, name: string) => ({ kind, name });
const loader = subject("ServiceAccount", "loader");
const binding = (role: string, ...subjects: object[]) => ({ role_ref: [{ name: role }], subject: subjects });

test("who comes to a binding of all rights is found", () => {
  const of = (...subjects: object[]) => binding("cluster-admin", ...subjects);
  const type = "kubernetes_cluster_role_binding";
  expect(ids(type, of(loader), of(loader, subject("User", "a")))).toEqual(["admin-access block"]);
  expect(ids(type, of(loader, subject("User", "a")), of(subject("User", "a")))).toEqual([]);
});

test.each([
  ["Group", "system:unauthenticated", "block", "block"],
  ["User", "system:anonymous", "block", "block"],
  ["Group", "system:authenticated", "block", "warn"],
  ["Group", "system:serviceaccounts", "block", "warn"],
])("rights for the %s %s are found", (kind, name, cluster, namespace) => {
  const after = binding("view", loader, subject(kind, name));
  expect(ids("kubernetes_cluster_role_binding_v1", null, after)).toEqual([`public-exposure ${cluster}`]);
  expect(ids("kubernetes_role_binding", binding("view", loader), after)).toEqual([`public-exposure ${namespace}`]);
  expect(ids("kubernetes_role_binding", after, binding("view", subject(kind, name)))).toEqual([]);
});

test("what Kubernetes gives to everybody itself, and what the pods of one namespace get, is not found", () => {
  const type = "kubernetes_cluster_role_binding_v1";
  expect(ids(type, null, binding("system:discovery", subject("Group", "system:authenticated")))).toEqual([]);
  expect(ids(type, null, binding("view", subject("Group", "system:serviceaccounts:jobs")))).toEqual([]);
});

test("a binding in a manifest is looked at", () => {
  const manifest = (name: string) => ({
    manifest: { kind: "ClusterRoleBinding", roleRef: { name }, subjects: [loader] },
  });
  expect(ids("kubernetes_manifest", null, manifest("cluster-admin"))).toEqual(["admin-access block"]);
  expect(ids("kubernetes_manifest", manifest("view"), manifest("cluster-admin"))).toEqual(["admin-access block"]);
  expect(ids("kubernetes_manifest", null, manifest("view"))).toEqual([]);
});
