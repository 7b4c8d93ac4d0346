import { expect, test } from "@jest/globals";
import { analyzed, changeOf, found } from "../analyzed.ts";

const arn = (name: string) => `arn:aws:iam::000000000030:role/${name}`;
const entry = (name: string, group: string) => ({ rolearn: arn(name), username: name, groups: [group] });
const boss = entry("boss", "system:masters");
const node = entry("node", "system:nodes");

function ids(before: string, after: string, name = "aws-auth"): string[] {
  const map = (mapRoles: string) => ({ metadata: [{ name, namespace: "kube-system" }], data: { mapRoles } });
  const change = changeOf("kubernetes_config_map_v1.a", ["update"], { before: map(before), after: map(after) });
  return found(analyzed([change])).filter((id) => id.startsWith("admin-access"));
}

const json = (...entries: object[]) => JSON.stringify(entries);

test.each([
  ["one more", json(node, boss), json(node, boss, entry("new", "system:masters"))],
  ["another in the place of one", json(boss), json(entry("new", "system:masters"))],
  ["one that stood with less", json(node), json({ ...node, groups: ["system:nodes", "system:masters"] })],
  ["one in a map that cannot be read", json(node), "- rolearn: [\n system:masters"],
  ["one written in lines", "", `- groups:\n  - system:masters\n  rolearn: ${arn("new")}\n`],
])("a cluster's map of identities with %s as its master is found", (_, before, after) => {
  expect(ids(before, after)).toEqual(["admin-access block"]);
});

test.each([
  ["a node more beside its master", json(boss), json(boss, node)],
  [
    "its masters in another order and notation",
    json(boss, node),
    `- ${JSON.stringify(node)}\n- ${JSON.stringify(boss)}`,
  ],
  ["a master less", json(boss, node), json(node)],
])("a cluster's map of identities with %s is not", (_, before, after) => {
  expect(ids(before, after)).toEqual([]);
});

test("another map may speak of masters", () => {
  expect(ids(json(), json(boss), "notes")).toEqual([]);
});
