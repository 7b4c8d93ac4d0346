import { expect, test } from "@jest/globals";
import { declare } from "../environments/declare.ts";
import { prod } from "../environments/prod.ts";
import { addresses, synthesized } from "../scripts/goldens.ts";

test("one line adds a topic: the topic, its dead-letter topic and the lists that must name it change, nothing else", () => {
  const changed = declare(prod, {
    name: "prod",
    streaming: { topics: { clicks: { partitions: 10, producers: ["event-collector"] } } },
  });
  const before = synthesized(prod);
  const after = synthesized(changed);
  expect([...after.keys()]).toEqual([...before.keys()]);

  const added: string[] = [];
  const different: string[] = [];
  for (const [stack, json] of after) {
    const old = resourcesOf(before.get(stack));
    const now = resourcesOf(json);
    expect(addresses(before.get(stack) ?? {}).filter((address) => !now.has(address))).toEqual([]);
    for (const [address, body] of now) {
      if (!old.has(address)) added.push(nameOf(body));
      else if (old.get(address) !== body) different.push(address.replace(/_[0-9A-F]{8}$/, ""));
    }
    expect({ ...json, resource: null }).toEqual({ ...before.get(stack), resource: null });
  }
  expect(added.sort()).toEqual(["clicks", "clicks_dlt"]);
  expect(different).toEqual(["aws_iam_role_policy.topics_event-collector-access"]);
});

/** Address → the resource's body as text. */
function resourcesOf(stack: Record<string, unknown> | undefined): Map<string, string> {
  const byType = Object.entries(Object(stack?.resource));
  return new Map(
    byType.flatMap(([type, byId]) =>
      Object.entries(Object(byId)).map(([id, body]): [string, string] => [`${type}.${id}`, JSON.stringify(body)]),
    ),
  );
}

function nameOf(body: string): string {
  return String(JSON.parse(body).name);
}
