import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { factOf } from "../../../rehearsal/cloud/facts.ts";
import { namesOf } from "../../../scripts/preview/plan/values.ts";
import { endingOf } from "../../../scripts/preview/risk/holdings.ts";
import { awsHoldings } from "../../../scripts/preview/risk/holdings-aws.ts";
import {
  kubernetesHoldings,
  snowflakeHoldings,
  terraformHoldings,
} from "../../../scripts/preview/risk/holdings-others.ts";
import { interruptions } from "../../../scripts/preview/risk/interruptions.ts";
import { unknownAttributes } from "../../../scripts/preview/risk/known-attributes.ts";
import { protectionSettings } from "../../../scripts/preview/risk/protection-settings.ts";
import { guards } from "../../../scripts/preview/risk/safeguards.ts";
import { stateless } from "../../../scripts/preview/risk/stateless.ts";
import { analyzed, changeOf } from "../analyzed.ts";
import { builtArguments, builtTypes } from "../built-types.ts";

const tables = [awsHoldings, snowflakeHoldings, kubernetesHoldings, terraformHoldings, guards, stateless];

test("no type stands in two tables", () => {
  const types = tables.flatMap((table) => Object.keys(table));
  expect(types.length).toBeGreaterThan(150);
  expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
});

test("every type that this project builds stands in a table", () => {
  expect(builtTypes.length).toBeGreaterThan(80);
  expect(builtTypes.filter((type) => endingOf(type).kind === "unlisted")).toEqual([]);
});

test("of every argument that this project writes and that changes in place, some table knows what a change means", () => {
  const unknown = [...builtArguments()].flatMap(([type, paths]) => {
    const differences = paths.map((path) => ({ path, name: namesOf(path), before: 1, after: 2, unknown: false }));
    const inPlace = unknownAttributes({ type, differences }).filter((path) => !replaces(type, namesOf(path)));
    return inPlace.map((path) => `${type}.${namesOf(path)}`);
  });
  expect([...new Set(unknown)]).toEqual([]);
});

function replaces(type: string, name: string): boolean {
  const paths = factOf(type)?.force_new ?? [];
  return paths.some((path) => path === name || name.startsWith(`${path}.`));
}

test("an ended object of any type that nobody has listed ranks R5 and blocks, whatever it is called", () => {
  const listed = new Set(tables.flatMap((table) => Object.keys(table)));
  const name = fc.oneof(
    fc.stringMatching(/^[a-z]{2,9}(_[a-z]{1,9}){1,3}$/),
    fc.constantFrom(
      "constructor",
      "toString",
      "__proto__",
      "aws_s3_bucket2",
      "aws_s3",
      "kubernetes_thing",
      "snowflake_database_v2",
    ),
  );
  const ending = fc.constantFrom(["delete"], ["delete", "create"], ["create", "delete"], ["create", "forget"]);
  fc.assert(
    fc.property(
      name.filter((type) => !listed.has(type) && !listed.has(`${type}_v1`)),
      ending,
      (type, actions) => {
        const { stack, findings } = analyzed([changeOf(`${type}.a`, actions, { before: { id: "1" }, after: {} })]);
        expect(stack.changes.map(({ risk }) => risk)).toEqual(["R5"]);
        expect(findings.map(({ id, severity }) => [id, severity])).toContainEqual(["unlisted-destroyed", "block"]);
      },
    ),
    { numRuns: 300 },
  );
});

test("a changed attribute that no table knows ranks above a plain change, and one of a type that nobody knows too", () => {
  const risk = (address: string, before: object, after: object) =>
    analyzed([changeOf(address, ["update"], { before, after })]).stack.changes[0]?.risk;
  expect(risk("aws_s3_bucket.a", { fresh_argument: 1 }, { fresh_argument: 2 })).toBe("R3");
  expect(risk("aws_new_thing.a", { name: "a" }, { name: "b" })).toBe("R3");
  expect(risk("aws_new_thing.a", { tags: { A: "1" } }, { tags: { A: "2" } })).toBe("R2");
  expect(risk("aws_cloudwatch_metric_alarm.a", { threshold: 1 }, { threshold: 2 })).toBe("R2");
});

test("labels decide nothing but where they do", () => {
  const risk = (type: string) => {
    const label = (value: string) => ({
      metadata: [{ name: "a", annotations: { "eks.amazonaws.com/role-arn": value } }],
    });
    return analyzed([changeOf(`${type}.a`, ["update"], { before: label("a"), after: label("b") })]).stack.changes[0]
      ?.risk;
  };
  expect(
    [
      "kubernetes_config_map_v1",
      "kubernetes_service_account_v1",
      "kubernetes_service_v1",
      "kubernetes_namespace_v1",
    ].map(risk),
  ).toEqual(["R2", "R3", "R3", "R3"]);
});

test("a user's key and an alias' key are who may do what", () => {
  const risk = (type: string, name: string) =>
    analyzed([changeOf(`${type}.a`, ["update"], { before: { [name]: "a" }, after: { [name]: "b" } })]);
  expect(risk("aws_kms_alias", "target_key_id").findings.map(({ id }) => id)).toEqual(["encryption-key-changed"]);
  expect(risk("snowflake_service_user", "rsa_public_key").findings.map(({ id }) => id)).toEqual(["access-widened"]);
});

test("a deleted data source of a plan is no loss", () => {
  const read = changeOf(
    "data.aws_s3_object.a",
    ["delete"],
    { before: {}, after: null },
    { mode: "data", type: "aws_s3_object" },
  );
  expect(analyzed([read])).toMatchObject({ findings: [], stack: { changes: [{ risk: "R0" }] } });
});

test("no setting and no interruption is listed twice", () => {
  for (const table of [protectionSettings, interruptions]) {
    const places = table.map(({ type, path, ...rest }) => `${type} ${path} ${"when" in rest ? rest.when : ""}`);
    expect(places.length).toBeGreaterThan(50);
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
  }
});
