import { expect, test } from "@jest/globals";
import { analyzed, changeOf, found } from "../preview/analyzed.ts";

const ids = (type: string, before: object | null, after: object, rest: object = {}) =>
  found(analyzed([changeOf(`${type}.a`, [before === null ? "create" : "update"], { before, after, ...rest })])).filter(
    (id) => id.startsWith("public-exposure"),
  );
const block = ["public-exposure block"];
const service = (annotations: object = {}, spec: object = {}) => ({
  metadata: [{ annotations }],
  spec: [{ type: "LoadBalancer", ...spec }],
});
const scheme = (value: string) => ({ "service.beta.kubernetes.io/aws-load-balancer-scheme": value });
const ranges = (...load_balancer_source_ranges: string[]) => service({}, { load_balancer_source_ranges });
const named = ranges("203.0.113.0/24");

test.each([
  ["the scheme is turned", service(scheme("internal")), service(scheme("internet-facing"))],
  ["the scheme is no longer said", service(scheme("internal")), service()],
  ["the addresses are no longer named", named, ranges()],
  ["every address is named", named, ranges("203.0.113.0/24", "0.0.0.0/0")],
  ["every address is named by halves", named, ranges("0.0.0.0/1", "128.0.0.0/1")],
  ["it gets a load balancer", service({}, { type: "ClusterIP" }), service()],
])("a service is open to anybody where %s", (_, before, after) => {
  expect(ids("kubernetes_service_v1", before, after)).toEqual(block);
  expect(ids("kubernetes_service", before, after)).toEqual(block);
  expect(ids("kubernetes_service_v1", after, before)).toEqual([]);
});

test.each([
  ["its scheme", service(scheme("internal"))],
  ["the older annotation", service({ "service.beta.kubernetes.io/aws-load-balancer-internal": "true" })],
  ["the class of its controller", service({}, { load_balancer_class: "service.k8s.aws/nlb" })],
  ["the type of its controller", service({ "service.beta.kubernetes.io/aws-load-balancer-type": "external" })],
])("a service is internal by %s", (_, after) => {
  expect(ids("kubernetes_service_v1", null, after)).toEqual([]);
});

test("a service on the internet for named addresses, or for some that are known only when applied, is told", () => {
  const marks = { after_unknown: { spec: [{ load_balancer_source_ranges: true }] } };
  expect(ids("kubernetes_service_v1", null, named)).toEqual(["public-exposure warn"]);
  expect(ids("kubernetes_service_v1", null, service(), marks)).toEqual(["public-exposure warn"]);
  expect(ids("kubernetes_service_v1", null, service({}, { type: "NodePort" }))).toEqual(block);
});

const ingress = (annotations: object, spec: object = { rule: [{ host: "a" }] }) => ({
  metadata: [{ annotations }],
  spec: [{ ingress_class_name: "alb", ...spec }],
});
const alb = (name: string, value: string) => ({ [`alb.ingress.kubernetes.io/${name}`]: value });
const isPublic = alb("scheme", "internet-facing");

test("an ingress is judged by its scheme", () => {
  const type = "kubernetes_ingress_v1";
  expect(ids(type, ingress(alb("scheme", "internal")), ingress(isPublic))).toEqual(block);
  expect(ids(type, null, ingress(isPublic, { default_backend: [{ service: [] }] }))).toEqual(block);
  expect(ids("kubernetes_ingress", null, ingress({}, { rule: [{}], ingress_class_name: "nginx" }))).toEqual(block);
  expect(ids(type, null, ingress({ ...isPublic, ...alb("inbound-cidrs", "203.0.113.0/24, 198.51.100.0/24") }))).toEqual(
    ["public-exposure warn"],
  );
  expect(ids(type, null, ingress(alb("scheme", "internal")))).toEqual([]);
  expect(ids(type, null, ingress({}))).toEqual([]);
});

test("a service of a manifest and a load balancer by its other name are looked at", () => {
  const manifest = (type: string) => ({ manifest: { kind: "Service", metadata: {}, spec: { type } } });
  expect(ids("kubernetes_manifest", manifest("ClusterIP"), manifest("LoadBalancer"))).toEqual(block);
  expect(ids("aws_alb", null, { internal: false })).toEqual(block);
  expect(ids("aws_alb", null, { internal: true })).toEqual([]);
});
