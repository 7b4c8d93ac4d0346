import { expect, test } from "@jest/globals";
import { stackResources } from "../../../scripts/cost/stack-resources.ts";

const resource = (address: string, values: object | null, mode = "managed") => {
  const [type] = address.split(".");
  return { address, mode, type, name: "x", values };
};

const root = (...resources: object[]) => ({ root_module: { resources } });

const plan = (parts: object) => JSON.stringify({ format_version: "1.2", ...parts });

const key = {
  resource: { aws_kms_key: { lake: { description: `of \${aws_vpc.main.id}`, enable_key_rotation: true } } },
};

test("what is no plan is said to be, without a word of it", () => {
  const texts = ["{", '{"planned_values": "hunter2"}', '["hunter2"]'];
  for (const text of texts) {
    const reading = () => stackResources({ stack: "prod-data", plan: text });
    expect(reading).toThrow(/^prod-data: (its plan is no plan of Terraform\.|it is cut off or no JSON, at )/);
    expect(reading).not.toThrow("hunter2");
  }
});

test("resources that stay count before and after, data sources and outputs never", () => {
  const kept = resource("aws_kms_key.lake", { description: "x" });
  const read = resource("data.aws_vpc.main", {}, "data");
  const text = plan({
    prior_state: { values: root(kept, read) },
    planned_values: { outputs: {}, ...root(kept, read) },
  });
  const { before, after } = stackResources({ stack: "prod-data", plan: text });
  expect(before.map(({ address }) => address)).toEqual(["prod-data/aws_kms_key.lake"]);
  expect(after).toEqual(before);
});

test("a first deploy has nothing before, a destroyed stack nothing after", () => {
  const values = root(resource("aws_kms_key.lake", null));
  const first = stackResources({ stack: "prod-data", plan: plan({ planned_values: values }) });
  expect([first.before.length, first.after.length]).toEqual([0, 1]);
  const last = stackResources({ stack: "prod-data", plan: plan({ prior_state: { values }, planned_values: {} }) });
  expect([last.before.length, last.after.length]).toEqual([1, 0]);
});

test("resources of modules count, too", () => {
  const inner = { address: "module.m", resources: [resource("aws_kms_key.inner", {})] };
  const text = plan({ planned_values: { root_module: { child_modules: [inner] } } });
  expect(stackResources({ stack: "s", plan: text }).after.map(({ address }) => address)).toEqual([
    "s/aws_kms_key.inner",
  ]);
});

test("without a plan the configurations speak, and what they refer to is not known", () => {
  const { before, after, unread } = stackResources({ stack: "s", base: "{}", head: JSON.stringify(key) });
  expect({ before, unread }).toEqual({ before: [], unread: false });
  expect(after).toEqual([
    {
      address: "s/aws_kms_key.lake",
      type: "aws_kms_key",
      values: { enable_key_rotation: true },
      configured: key.resource.aws_kms_key.lake,
    },
  ]);
});

test("a list that refers to something is not known, not shorter", () => {
  const endpoint = { subnet_ids: [`\${aws_subnet.a.id}`, "subnet-1"], security_group_ids: ["sg-1"] };
  const head = JSON.stringify({ resource: { aws_vpc_endpoint: { kms: endpoint } } });
  expect(stackResources({ stack: "s", head }).after[0]?.values).toEqual({ security_group_ids: ["sg-1"] });
});

test("a plan that Terraform could not finish leaves the rest to the configuration", () => {
  const text = plan({ errored: true, planned_values: root() });
  const { after } = stackResources({ stack: "s", plan: text, head: JSON.stringify(key) });
  expect(after.map(({ type }) => type)).toEqual(["aws_kms_key"]);
});

test("with neither a plan nor a configuration a stack is not read", () => {
  expect(stackResources({ stack: "s" })).toEqual({ stack: "s", before: [], after: [], unread: true });
});

test("the configuration goes with the planned resource, also where Terraform numbers it", () => {
  const text = plan({ planned_values: root(resource('aws_kms_key.lake["a"]', {})) });
  const { after } = stackResources({ stack: "s", plan: text, head: JSON.stringify(key) });
  expect(after[0]?.configured).toEqual(key.resource.aws_kms_key.lake);
});
