import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, test } from "@jest/globals";
import { type ExpectedDrift, readExpectedDrift } from "../../../environments/expected-drift.ts";
import { Expectations } from "../../../scripts/drift/expectations.ts";
import { judged, stackDrift } from "../../../scripts/drift/stack-drift.ts";
import { readPlan } from "../../../scripts/preview/plan/plan.ts";
import { programs } from "../command.ts";

const secret = "Zq7!planted-hunter2-secret";
const today = "2026-11-21";

interface Drifted {
  readonly address: string;
  readonly actions?: readonly string[];
  readonly before: Record<string, unknown>;
  readonly after?: Record<string, unknown> | null;
}

function planOf(...drifted: readonly Drifted[]): string {
  return JSON.stringify({
    format_version: "1.2",
    resource_drift: drifted.map(({ address, actions = ["update"], before, after = null }) => ({
      address,
      mode: "managed",
      type: address.split(".")[0],
      change: { actions, before, after, before_sensitive: {}, after_sensitive: {} },
    })),
    prior_state: { values: { root_module: { resources: drifted.map(({ address }) => ({ address })) } } },
  });
}

const volumes = (size: number, type = "kafka.m5.large") => ({
  broker_node_group_info: [{ instance_type: type, storage_info: [{ ebs_storage_info: [{ volume_size: size }] }] }],
});
const grown: Drifted = { address: "aws_msk_cluster.kafka_cluster_1", before: volumes(100), after: volumes(200) };
const expectation: ExpectedDrift = {
  address: "*-data/aws_msk_cluster.kafka_cluster_*",
  attributes: ["broker_node_group_info.storage_info.ebs_storage_info.volume_size"],
  reason: "Application Auto Scaling grows the volumes",
  expires: today,
};

const look = (expectations: readonly ExpectedDrift[], ...drifted: readonly Drifted[]) =>
  judged("dev-data", readPlan(planOf(...drifted), "test"), new Expectations(expectations, today));

test("an attribute that nobody expects to change is drift, with its values where they may be seen", () => {
  expect(look([], grown).drifted).toEqual([
    {
      address: grown.address,
      type: "aws_msk_cluster",
      what: "changed",
      attributes: [expect.objectContaining({ before: "100", after: "200", change: "changed" })],
    },
  ]);
});

test("of what may not be seen, there is the name alone", () => {
  const policy = { address: "aws_s3_bucket.one", before: { policy: "old" }, after: { policy: secret } };
  const { drifted } = look([], policy);
  expect(drifted).toHaveLength(1);
  expect(drifted[0]?.attributes).toEqual([expect.objectContaining({ path: "policy", hidden: "unlisted" })]);
  expect(JSON.stringify(drifted)).not.toContain(secret);
});

test("what is expected is no drift, to the end of the last day", () => {
  expect(look([expectation], grown)).toEqual({ drifted: [], expected: [grown.address] });
  expect(look([{ ...expectation, expires: "2026-11-20" }], grown).drifted).toHaveLength(1);
});

test("an expectation covers its attributes and no others", () => {
  const more = { ...grown, after: volumes(200, "kafka.m5.4xlarge") };
  const [resource] = look([expectation], more).drifted;
  expect(resource?.attributes.map(({ path }) => path)).toEqual(["broker_node_group_info[0].instance_type"]);
});

test("an expectation covers its stack's addresses and no others", () => {
  expect(look([{ ...expectation, address: "*-workers/aws_msk_cluster.*" }], grown).drifted).toHaveLength(1);
  expect(look([{ ...expectation, address: "*-data/aws_msk_cluster.other_*" }], grown).drifted).toHaveLength(1);
});

test("what is deleted is drift whatever is expected, and is told first", () => {
  const gone = { ...grown, actions: ["delete"], after: null };
  const changed = { address: "aws_a.one", before: { x: 1 }, after: { x: 2 } };
  const { drifted } = look([expectation], changed, gone);
  expect(drifted.map(({ address, what }) => [address, what])).toEqual([
    [grown.address, "deleted"],
    ["aws_a.one", "changed"],
  ]);
});

test("an expectation that has expired, or that is about nothing, is said", () => {
  const expired = { ...expectation, expires: "2026-11-20" };
  const aboutNothing = { ...expectation, address: "*-data/aws_msk_cluster.other_*" };
  const elsewhere = { ...expectation, address: "*-jobs/helm_release.*" };
  const expectations = new Expectations([expired, expectation, aboutNothing, elsewhere], today);
  expectations.meet("dev-data", [grown.address]);
  expect(expectations.notices()).toEqual([
    expect.stringContaining(`${expired.address} expired on 2026-11-20`),
    expect.stringContaining(`${aboutNothing.address} is about nothing that is deployed here`),
  ]);
});

test("the declared expectations are sound, and what is not says where", () => {
  expect(readExpectedDrift().length).toBeGreaterThan(2);
  const wrong = [{ address: "*/*", attributes: [], reason: "short", expires: "soon" }];
  expect(() => readExpectedDrift(wrong)).toThrow(
    /\[?0\]?.*address: it must name a resource[\s\S]*attributes: it must name[\s\S]*reason: it must say why[\s\S]*expires/,
  );
});

/** A stack's folder with a Terraform that answers as it is told. */
function place(script: string) {
  const cwd = mkdtempSync(join(tmpdir(), "plinth-drift-"));
  const PATH = [programs({ terraform: script }), process.env.PATH].join(delimiter);
  return { cwd, stack: "dev-data", layer: "data" as const, env: { ...process.env, PATH } };
}

const looking = () => ({
  expectations: new Expectations([expectation], today),
  signal: new AbortController().signal,
  report: () => {},
});

test("a stack that nobody has deployed is not compared", async () => {
  const here = place('[ "$1" = plan ] && exit 1; exit 0');
  expect(await stackDrift(here, looking())).toMatchObject({ deployed: false, drifted: [] });
});

test("a cloud that cannot be asked is an error and no drift", async () => {
  const error = '{"type":"diagnostic","diagnostic":{"severity":"error","summary":"no credentials"}}';
  const here = place(`case "$1" in state) echo '{"lineage":"a","serial":1}';; plan) echo '${error}'; exit 1;; esac`);
  await expect(stackDrift(here, looking())).rejects.toThrow("dev-data: no credentials");
});

test("the state is compared without being locked or written, and no plan file stays", async () => {
  const here = place(`case "$1" in
    state) echo '{"lineage":"a","serial":1}';;
    plan) echo "$@" > calls; : > drift.tfplan;;
    show) cat shown;;
  esac`);
  writeFileSync(join(here.cwd, "shown"), planOf(grown));
  const around = looking();
  expect(await stackDrift(here, around)).toEqual({
    stack: "dev-data",
    deployed: true,
    drifted: [],
    expected: [grown.address],
  });
  expect(around.expectations.notices()).toEqual([]);
  expect(readdirSync(here.cwd).sort()).toEqual(["calls", "shown"]);
});
