import { expect, test } from "@jest/globals";
import type { Change } from "../../../scripts/preview/document.ts";
import { memberNames, subject } from "../../../scripts/preview/words/fold.ts";
import {
  environmentsInOrder,
  findingsInOrder,
  groupsInOrder,
  rulesInOrder,
  stacksInOrder,
} from "../../../scripts/preview/words/order.ts";
import { attribute, change, created, environment, finding, stack } from "../../preview/documents.ts";
import { places } from "../../preview/platform.ts";

const topic = (name: string, values: Partial<Change> = {}) =>
  change({ address: `aws_msk_topic.topics_${name}_AB`, construct: `topics/${name}`, ...values });
const folds = (changes: readonly Change[]) => groupsInOrder(changes).flatMap((group) => group.folds);
const said = (changes: readonly Change[]) => folds(changes).map((fold) => `${fold.course} ${subject(fold)}`);

test("an unlocked environment comes first, even one in which nothing changes", () => {
  const blocked = environment("prod", { findings: [finding()] });
  const unlocked = environment("dev", { unlocked: "dev:*:2027-01-01" });
  const names = environmentsInOrder([environment("staging"), blocked, unlocked]).map(({ name }) => name);
  expect(names).toEqual(["dev", "prod", "staging"]);
});

test("environments that pass are ordered by risk, and those alike stay as they were", () => {
  const risky = environment("b", { verdict: "ok", risk: "R4" });
  const safe = environment("a", { verdict: "ok", risk: "R1" });
  expect(environmentsInOrder([safe, risky]).map(({ name }) => name)).toEqual(["b", "a"]);
  expect(environmentsInOrder([environment("y"), environment("x")]).map(({ name }) => name)).toEqual(["y", "x"]);
});

test("stacks come as they are deployed, and one of a layer that nobody knows last", () => {
  const names = ["dev-jobs", "dev-else", "dev-workers", "dev-foundation", "dev-data"].map((name) => stack(name));
  expect(stacksInOrder(names).map(({ layer }) => layer)).toEqual(["foundation", "data", "workers", "jobs", "else"]);
});

test("what is destroyed or replaced comes before a change of higher risk", () => {
  const changes = [
    topic("a", { risk: "R5" }),
    topic("b", { action: "create", risk: "R1" }),
    topic("c", { action: "replace", risk: "R4" }),
    topic("d", { risk: "R4", mayReplace: true, attributes: [attribute("x")] }),
    topic("e", { action: "delete", risk: "R4" }),
  ];
  expect(said(changes)).toEqual([
    "delete 1 msk topic",
    "replace 1 msk topic",
    "may-replace 1 msk topic",
    "update 1 msk topic",
    "create 1 msk topic",
  ]);
});

test("a construct in which something ends comes before one in which there is more risk", () => {
  const ends = change({ address: "aws_subnet.a", construct: "network/a", action: "delete", risk: "R4" });
  const risky = change({ address: "aws_s3_bucket.b", construct: "lake/b", risk: "R5" });
  expect(groupsInOrder([risky, ends]).map(({ construct }) => construct)).toEqual(["network", "lake"]);
});

test("changes that say the same are one line, with what tells them apart", () => {
  const tags = [attribute("tags.owner", { before: "a", after: "b" })];
  const [fold, ...others] = folds(["x", "y", "z"].map((name) => topic(name, { attributes: tags })));
  expect(others).toEqual([]);
  expect(fold && [subject(fold), fold.place, memberNames(fold)]).toEqual(["3 msk topics", "topics", ["x", "y", "z"]]);
});

test("changes of the same attributes to different values are one line without those values", () => {
  const changes = ["1", "2"].map((value) =>
    topic(value, {
      attributes: [attribute("digest", { before: "0", after: value }), attribute("size", { before: "1", after: "2" })],
    }),
  );
  const [fold, ...others] = folds(changes);
  expect(others).toEqual([]);
  expect(fold?.attributes).toMatchObject([
    { path: "digest", various: true },
    { after: "2", various: false },
  ]);
  expect(fold?.attributes[0]?.after).toBeUndefined();
});

test.each([
  ["risk", { risk: "R3" }],
  ["action", { action: "import" }],
  ["doubt", { mayReplace: true }],
  ["attribute", { attributes: [attribute("name", { hidden: "sensitive" })] }],
] as const)("changes of a different %s are never one line", (_, values) => {
  const attributes = [attribute("name", { hidden: "unlisted" })];
  expect(folds([topic("a", { attributes }), topic("b", { attributes, ...(values as Partial<Change>) })])).toHaveLength(
    2,
  );
});

test("a change that goes through four constructs of a stack is one line of the stack", () => {
  const attributes = [attribute("tags_all.owner", { before: "a", after: "b" })];
  const constructs = ["lake", "keys", "topics", "network"];
  const changes = constructs.map((construct) => change({ address: `aws_x.${construct}`, construct, attributes }));
  expect(groupsInOrder(changes)).toMatchObject([{ construct: "" }]);
  expect(groupsInOrder(changes.slice(1))).toHaveLength(3);
});

test("every change is in one line exactly, whatever their order", () => {
  const changes = places(700).map(created);
  const found = folds(changes.toReversed()).flatMap((fold) => fold.changes.map(({ address }) => address));
  expect(found.toSorted()).toEqual(changes.map(({ address }) => address).toSorted());
  expect(said(changes)).toEqual(said(changes.toReversed()));
});

test("findings come by severity, then risk, and those waived last", () => {
  const waived = { reason: "r", owner: "o", expires: "2027-01-01" };
  const all = [
    finding({ id: "a", waived }),
    finding({ id: "b", severity: "note" }),
    finding({ id: "c", risk: "R4" }),
    finding({ id: "d" }),
    finding({ id: "e", severity: "warn" }),
  ];
  expect(findingsInOrder(all).map(({ id }) => id)).toEqual(["d", "c", "e", "b", "a"]);
});

test("findings of one rule are together only if the same is to be said of them", () => {
  const all = [finding({ address: "x" }), finding({ address: "y" }), finding({ address: "z", remedy: "Wait." })];
  expect(rulesInOrder(all).map(({ findings }) => findings.length)).toEqual([2, 1]);
});
