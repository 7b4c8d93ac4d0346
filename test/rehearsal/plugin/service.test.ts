import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { decodeValues, encodeValue } from "../../../rehearsal/plugin/encoding.ts";
import { simulatedProvider } from "../../../rehearsal/plugin/service.ts";
import { UNKNOWN, type Values } from "../../../rehearsal/value.ts";
import { FakeCloud } from "../fake-cloud.ts";
import { providerSchema, thingDataSchema, thingSchema } from "../fake-schema.ts";

const type_name = "aws_thing";
const nothing = new Uint8Array();
const schemas = { provider: providerSchema, resource: thingSchema, data: thingDataSchema };

function provider(config: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), "service-"));
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(config));
  return simulatedProvider({
    name: "aws",
    folder,
    schema: (kind, type) => {
      if (kind !== "provider" && type !== type_name) throw new Error(`There is no type ${type}.`);
      return schemas[kind];
    },
    openCloud: async () => new FakeCloud(join(folder, "cloud")),
  });
}

async function configured() {
  const service = provider();
  await service.ConfigureProvider({ config: encodeValue({ region: "here" }) });
  return service;
}

function thing(values: Values): Values {
  const unset = { id: null, size: null, region: null, endpoint: null, secret: null, password_wo: null, tags: null };
  return { ...unset, settings: null, rule: [], port: [], ...values };
}

const computed: Values = { id: UNKNOWN, region: UNKNOWN, endpoint: UNKNOWN, secret: UNKNOWN };

async function apply(prior: Values | null, planned: Values | null) {
  const service = await configured();
  const [prior_state, planned_state] = [encodeValue(prior), encodeValue(planned)];
  const request = { type_name, prior_state, planned_state, config: planned_state, planned_private: nothing };
  const { new_state, diagnostics } = await service.ApplyResourceChange(request);
  return { state: decodeValues(new_state), diagnostics };
}

async function plan(prior: Values | null, proposed: Values | null) {
  const service = await configured();
  const [prior_state, proposed_new_state] = [encodeValue(prior), encodeValue(proposed)];
  const request = { type_name, prior_state, proposed_new_state, config: proposed_new_state, prior_private: nothing };
  const { planned_state, ...rest } = await service.PlanResourceChange(request);
  return { planned: decodeValues(planned_state), ...rest };
}

test("a refused create leaves nothing and points at the argument", async () => {
  const { state, diagnostics } = await apply(null, thing({ name: "refused", ...computed }));
  expect(state).toBeNull();
  expect(diagnostics).toEqual([
    {
      severity: 1,
      summary: "creating thing",
      detail: "The name is taken.",
      attribute: { steps: [{ attribute_name: "name" }] },
    },
  ]);
});

test("a refused update leaves the object as it was", async () => {
  const prior = thing({ id: "one", name: "one" });
  const { state, diagnostics } = await apply(prior, { ...prior, size: 13 });
  expect(state).toEqual(prior);
  expect(diagnostics).toMatchObject([{ severity: 1, summary: "updating thing" }]);
});

test("a refused delete leaves the object as it was", async () => {
  const prior = thing({ id: "one", name: "one", size: 99 });
  const { state, diagnostics } = await apply(prior, null);
  expect(state).toEqual(prior);
  expect(diagnostics).toMatchObject([{ severity: 1, summary: "deleting thing" }]);
});

test("an unforeseen exception is a defect of ours with its place, not a crash", async () => {
  const { state, diagnostics } = await apply(null, thing({ name: "defective", ...computed }));
  expect(state).toBeNull();
  expect(diagnostics).toMatchObject([{ severity: 1, summary: "Simulated provider defect" }]);
  expect(diagnostics[0]?.detail).toMatch(/^create aws_thing: the fake cloud has a hole \(fake-cloud\.ts:\d+\)$/);
});

test("a cloud that breaks the plan is a defect, and what it made is recorded", async () => {
  const { state, diagnostics } = await apply(null, thing({ name: "incomplete", ...computed }));
  expect(state).toMatchObject({ id: "incomplete", endpoint: null });
  expect(diagnostics.map(({ detail }) => detail)).toEqual([
    "create aws_thing: size was planned as null and is 4711",
    "create aws_thing: region is still unknown after apply",
    "create aws_thing: endpoint is still unknown after apply",
    "create aws_thing: secret is still unknown after apply",
  ]);
});

test("a call before the provider is configured is a defect", async () => {
  const current_state = encodeValue(thing({ id: "one" }));
  const { new_state, diagnostics } = await provider().ReadResource({ type_name, current_state, private: nothing });
  expect(new_state).toEqual(current_state);
  expect(diagnostics[0]?.detail).toContain("the aws provider is not configured yet");
});

test("what the cloud says of the provider's configuration points at its argument", async () => {
  const { diagnostics } = await provider().ConfigureProvider({ config: encodeValue({ region: "nowhere" }) });
  expect(diagnostics).toMatchObject([{ severity: 1, attribute: { steps: [{ attribute_name: "region" }] } }]);
});

test("an update plans what the cloud replaces and warns of", async () => {
  const prior = thing({ id: "one", name: "one" });
  const answer = await plan(prior, { ...prior, name: "two", size: 7 });
  expect(answer.requires_replace).toEqual([{ steps: [{ attribute_name: "name" }] }]);
  expect(answer.diagnostics).toMatchObject([{ severity: 2, summary: "May replace" }]);
});

test("a create replaces nothing and a destroy plans nothing", async () => {
  const created = await plan(null, thing({ name: "one" }));
  expect(created).toMatchObject({ planned: computed, requires_replace: [] });
  await expect(plan(thing({ id: "one", name: "one" }), null)).resolves.toMatchObject({
    planned: null,
    diagnostics: [],
  });
});

test("write-only values reach neither plan nor state", async () => {
  const { planned } = await plan(null, thing({ name: "one", password_wo: "hidden" }));
  expect(planned?.password_wo).toBeNull();
  const { state } = await apply(null, { ...thing({ name: "one", ...computed }), password_wo: "hidden" });
  expect(state?.password_wo).toBeNull();
});

test("a type in use without a schema is named", async () => {
  const { diagnostics } = await provider({ resource: { aws_nothing: {} } }).GetProviderSchema({});
  expect(diagnostics).toMatchObject([{ severity: 1, detail: "There is no type aws_nothing." }]);
});

test("only types in use are served", async () => {
  const answer = await provider({ resource: { aws_thing: {} } }).GetProviderSchema({});
  expect(Object.keys(answer.resource_schemas)).toEqual(["aws_thing"]);
  expect(answer.data_source_schemas).toEqual({});
});
