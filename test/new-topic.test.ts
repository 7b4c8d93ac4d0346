import { expect, test } from "@jest/globals";
import { declare } from "../environments/declare.ts";
import { prod } from "../environments/prod.ts";
import { addresses, synthesized } from "../scripts/goldens.ts";

test("one line adds a topic: it comes with its dead-letter topic, its links and their alarms, and changes the lists that must name it, nothing else", () => {
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
  // With its ways to the lake and to Snowflake: every topic has both.
  expect(added.sort()).toEqual([
    "clicks",
    "clicks",
    "clicks_dlt",
    "copy-topic",
    "load-topic",
    "plinth-prod-archive-clicks",
    "plinth-prod-archive-clicks",
    "plinth-prod-archive-clicks-failing",
    "plinth-prod-archive-clicks-refused",
    "plinth-prod-archive-clicks-stale",
    "plinth-prod-archive-clicks-throttled",
    "plinth-prod-load-clicks",
    "plinth-prod-load-clicks",
    "plinth-prod-load-clicks-late",
    "plinth-prod-load-clicks-stopped",
    "plinth-prod-load-clicks-tasks-failed",
  ]);
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
  const { name, alarm_name } = JSON.parse(body);
  return String(name ?? alarm_name);
}
