import { beforeAll, expect, test } from "@jest/globals";
import { declare, type EnvironmentPatch } from "../../environments/declare.ts";
import { isPlain } from "../../environments/merge.ts";
import { prod } from "../../environments/prod.ts";
import { adviseReplacement } from "../../rehearsal/cloud/replacement.ts";
import { loadSchema } from "../../rehearsal/schema/catalog.ts";
import type { Values } from "../../rehearsal/value.ts";
import { synthesized } from "../../scripts/goldens.ts";

type Streaming = NonNullable<EnvironmentPatch["streaming"]>;

interface Knob {
  readonly to: Streaming;
  /** Types that are replaced, each with the reason. Nothing else may be. */
  readonly replaces?: Readonly<Record<string, string>>;
  /** Types of other domains that follow, each with the reason. */
  readonly beyond?: Readonly<Record<string, string>>;
  /** The environment itself says no. */
  readonly refused?: RegExp;
}

/** What prod says of one topic stands for what any says. */
const topic = (change: object): Knob["to"] => ({ topics: { user_events: change } });
const brokers = (change: object): Knob["to"] => ({ brokers: change });
const renamed = {
  aws_msk_configuration: "its versions never change, so another version is another, made before the old one goes",
};

/** Every knob of the streaming configuration, turned once. */
const knobs: Readonly<Record<string, Knob>> = {
  kafkaVersion: {
    to: { kafkaVersion: "3.8.x.kraft" },
    replaces: { ...renamed, aws_msk_cluster: "Kafka does not go back to an older version" },
  },
  "brokers.kind": { to: brokers({ kind: "express", size: "express.m7g.large", count: 3 }) },
  "brokers.size": { to: brokers({ size: "kafka.m5.xlarge" }) },
  "brokers.count": { to: brokers({ count: 6 }) },
  "brokers.storageGib.initial": { to: brokers({ storageGib: { initial: 2000 } }) },
  "brokers.storageGib.max": { to: brokers({ storageGib: { max: 5000 } }) },
  "brokers.storageMode": { to: brokers({ storageMode: "TIERED" }) },
  replicationFactor: {
    to: { replicationFactor: 2, minInSyncReplicas: 1 },
    replaces: { aws_msk_topic: "a topic's number of copies cannot be changed through MSK" },
    beyond: { aws_mskconnect_connector: "the connector's own topics have as many copies" },
  },
  minInSyncReplicas: { to: { minInSyncReplicas: 1 } },
  retentionHours: { to: { retentionHours: 200 } },
  defaultPartitions: { to: { defaultPartitions: 12 } },
  segmentBytes: { to: { segmentBytes: 209_715_200 } },
  compression: { to: { compression: "zstd" } },
  brokerLogDays: { to: { brokerLogDays: 180 } },
  maxLagMinutes: { to: { maxLagMinutes: 30 } },
  "topic.owner": { to: topic({ owner: "web" }) },
  "topic.partitions": { to: topic({ partitions: 12 }) },
  "topic.retentionHours": { to: topic({ retentionHours: 500 }) },
  "topic.localRetentionHours": {
    to: {
      brokers: { storageMode: "TIERED" },
      topics: { user_events: { retentionHours: 500, localRetentionHours: 24 } },
    },
  },
  "topic.cleanup": { to: topic({ cleanup: "compact" }) },
  "topic.producers": { to: topic({ producers: ["event-monitor"] }) },
  "topic.consumers": { to: topic({ consumers: { second: ["event-monitor"] } }) },
  "topic.table": {
    to: topic({ table: "CLICKS" }),
    beyond: { aws_mskconnect_connector: "the connector is told which table it loads" },
  },
  "topic.schema.format": { to: topic({ schema: { format: "PROTOBUF" } }), refused: /no Protocol Buffers schema/ },
  "topic.schema.compatibility": { to: topic({ schema: { compatibility: "FULL" } }) },
  "topic.schema.definition": { to: topic({ schema: { definition: "system_metrics.json" } }) },
};

let before: Map<string, Values>;
beforeAll(() => {
  before = resourcesOf(prod);
});

test("every knob is turned", () => {
  const { topics, ...shared } = prod.streaming;
  const optional = ["topic.retentionHours", "topic.localRetentionHours", "topic.table"];
  const known = [...leaves(shared), ...leaves(topics.user_events, "topic."), ...optional];
  expect(Object.keys(knobs).sort()).toEqual([...new Set(known)].sort());
});

/** What holds nothing and may come and go. */
const passing = ["aws_appautoscaling_policy", "aws_appautoscaling_target", "aws_cloudwatch_metric_alarm"];
const ofStreaming = /^\w+\.(kafka|kafka-alarms|topics|schemas)_/;
const typesOf = (addresses: readonly string[]) => [...new Set(addresses.map((at) => at.split(".")[0] ?? ""))].sort();

test.each(Object.entries(knobs))("%s changes streaming alone, and replaces nothing that is not listed", (_, knob) => {
  const change = () => resourcesOf(declare(prod, { name: "prod", streaming: knob.to }));
  if (knob.refused) {
    expect(change).toThrow(knob.refused);
    return;
  }
  const after = change();
  const addresses = [...new Set([...before.keys(), ...after.keys()])];
  const text = (resources: typeof after, address: string) => JSON.stringify(resources.get(address));
  const touched = addresses.filter((address) => text(before, address) !== text(after, address));
  expect(touched).not.toEqual([]);
  expect(typesOf(touched.filter((address) => !ofStreaming.test(address)))).toEqual(Object.keys(knob.beyond ?? {}));
  expect(typesOf(touched.filter((address) => isReplaced(address, after)))).toEqual(
    Object.keys(knob.replaces ?? {}).sort(),
  );
  const gone = typesOf(touched.filter((address) => !after.has(address)));
  expect(gone.filter((type) => !passing.includes(type))).toEqual([]);
});

function resourcesOf(environment: typeof prod): Map<string, Values> {
  const all = [...synthesized(environment).values()].flatMap(({ resource }) =>
    Object.entries(Object(resource)).flatMap(([type, byId]) =>
      Object.entries(Object(byId)).map(([id, body]): [string, Values] => [`${type}.${id}`, Object(body)]),
    ),
  );
  return new Map(all);
}

/** Whether the plan replaces a resource, or may: as far as the provider's source says. */
function isReplaced(address: string, after: Map<string, Values>): boolean {
  const [prior, planned] = [before.get(address), after.get(address)];
  const [type = ""] = address.split(".");
  if (!prior || !planned || !type.startsWith("aws_")) return false;
  const { replace, findings } = adviseReplacement(type, loadSchema("aws", "resource", type), prior, planned);
  return replace.length + findings.length > 0;
}

function leaves(value: unknown, path = ""): string[] {
  if (!isPlain(value)) return [path.replace(/\.$/, "")];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "consumers" ? [`${path}consumers`] : leaves(inner, `${path}${key}.`),
  );
}
