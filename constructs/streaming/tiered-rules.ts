import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";

interface Tiering {
  readonly localRetentionHours?: number | undefined;
  readonly retentionHours?: number | undefined;
  readonly cleanup: string;
}

/** 3 days. This and the other rules: Amazon MSK developer guide, "Tiered storage requirements" and "Guidelines for Amazon MSK tiered storage topic-level configuration". */
const leastRetentionHours = 72;
const leastSegmentBytes = 50_331_648;

export function* tieredBreaches(config: {
  brokers: { kind: string; storageMode?: string };
  topics: Readonly<Record<string, Tiering>>;
}): Iterable<Breach> {
  yield* each(config.topics, function* ({ localRetentionHours, retentionHours, cleanup }, name) {
    if (localRetentionHours === undefined) return;
    const at = (key: string) => ["topics", name, key];
    const path = at("localRetentionHours");
    if (cleanup === "compact") {
      const rule = "a compacted topic must have none, for it stays on the brokers' disks";
      yield { path, also: [at("cleanup")], rule, remedy: 'Remove it, or write cleanup: "delete"' };
    } else if (retentionHours === undefined || retentionHours < leastRetentionHours) {
      const rule = `its topic must keep events for ${leastRetentionHours} hours or more in all (Amazon MSK, tiered storage)`;
      yield {
        path,
        also: [at("retentionHours")],
        rule,
        remedy: `Give retentionHours of ${leastRetentionHours} or more`,
      };
    } else if (localRetentionHours >= retentionHours) {
      const rule = `it must be below the topic's ${retentionHours} hours in all`;
      yield { path, also: [at("retentionHours")], rule, remedy: `Use ${retentionHours - 1} or fewer` };
    }
  });
  yield* each(config.topics, function* ({ localRetentionHours }, name) {
    if (localRetentionHours === undefined || config.brokers.storageMode === "TIERED") return;
    const path = ["topics", name, "localRetentionHours"];
    if (config.brokers.kind === "express") {
      const rule = "Express brokers have one storage for all events, and so it must be left out";
      yield { path, also: [["brokers", "kind"]], rule, remedy: "Remove it" };
    } else {
      const rule = "it needs brokers with tiered storage";
      yield { path, also: [["brokers", "storageMode"]], rule, remedy: 'Remove it, or write storageMode: "TIERED"' };
    }
  });
}

export function* segmentBreaches(config: {
  segmentBytes: number;
  topics: Readonly<Record<string, Tiering>>;
}): Iterable<Breach> {
  const tiered = Object.keys(config.topics).find((name) => config.topics[name]?.localRetentionHours !== undefined);
  if (tiered === undefined || config.segmentBytes >= leastSegmentBytes) return;
  yield {
    path: ["segmentBytes"],
    also: [["topics", tiered, "localRetentionHours"]],
    rule: `segments of tiered topics have ${leastSegmentBytes} bytes or more (Amazon MSK, tiered storage), and ${tiered} is one`,
    remedy: `Use ${leastSegmentBytes} or more`,
  };
}
