import { deadLetterTopic } from "../support/dead-letter.ts";
import type { Breach } from "../support/rule.ts";
import { each } from "../support/soundness.ts";

type Topics<T> = { readonly topics: Readonly<Record<string, T>> };

export function* topicBreaches(config: Topics<unknown>): Iterable<Breach> {
  for (const name of Object.keys(config.topics)) {
    const shadow = deadLetterTopic(name);
    if (!Object.hasOwn(config.topics, shadow)) continue;
    yield {
      path: ["topics", shadow],
      also: [["topics", name]],
      aboutName: true,
      rule: `it must differ from the dead-letter topic that ${name} brings along`,
      remedy: "Rename the topic or leave it out",
    };
  }
}

/** Kafka deletes nothing by age from a topic that is only compacted (Kafka documentation, topic configuration cleanup.policy). */
export function* compactionBreaches(
  config: Topics<{ readonly cleanup: string; readonly retentionHours?: number | undefined }>,
): Iterable<Breach> {
  yield* each(config.topics, function* ({ cleanup, retentionHours }, name) {
    if (cleanup !== "compact" || retentionHours === undefined) return;
    yield {
      path: ["topics", name, "retentionHours"],
      also: [["topics", name, "cleanup"]],
      rule: "a compacted topic must have none, for it keeps the last event of each key for ever",
      remedy: 'Remove it, or write cleanup: "delete"',
    };
  });
}
