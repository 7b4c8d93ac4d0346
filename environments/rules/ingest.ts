import { archiveFolder } from "../../constructs/links/archive-layout.ts";
import { linkedTopics } from "../../constructs/links/config.ts";
import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";
import { eventSchema } from "../event-schema.ts";
import { definitionProblem } from "../schema-files.ts";

/** What an ingest job reads must arrive in the lake, and be described well enough to be told from what is broken. */
export function* ingestedTopics(env: Environment): Iterable<Breach> {
  const { topics } = env.streaming;
  yield* each(env.jobs.definitions, function* (job, name) {
    if (job.kind !== "ingest") return;
    yield* each(job.sources, function* (source, topic) {
      const at = ["jobs", "definitions", name, "sources", topic];
      const about = { path: at, aboutName: true };
      const declared = Object.hasOwn(topics, topic) ? topics[topic] : undefined;
      if (declared === undefined) {
        const known = Object.keys(topics).join(", ");
        const rule = `it must be a topic of streaming.topics (${known || "there is none"})`;
        yield { ...about, rule, remedy: "Name one of them or declare the topic" };
        return;
      }
      if (!linkedTopics(env.links.archive, topics).some(([linked]) => linked === topic)) {
        const rule = `it must be a topic that links.archive brings to the lake, where ${archiveFolder(topic)} is read`;
        yield { ...about, also: [["links", "archive"]], rule, remedy: "Add the topic there, or leave it out here" };
      }
      if (declared.schema?.format !== "JSON") {
        const rule = "the topic must have a JSON Schema, which its events are checked by";
        yield { ...about, also: [["streaming", "topics", topic]], rule, remedy: "Give the topic one" };
        return;
      }
      if (definitionProblem(declared.schema)) return;
      yield* unknownFields(env, source, topic, at);
    });
  });
}

/** An event that may lack its key or time could neither be told from others nor placed. */
function* unknownFields(
  env: Environment,
  source: { readonly key: readonly string[]; readonly time: string },
  topic: string,
  at: (string | number)[],
): Iterable<Breach> {
  const { required } = eventSchema(env, topic);
  const known = Array.isArray(required) ? required.map(String) : [];
  const named = [
    ...source.key.map((field, index) => ({ field, path: [...at, "key", index] })),
    { field: source.time, path: [...at, "time"] },
  ];
  for (const { field, path } of named) {
    if (known.includes(field)) continue;
    yield {
      path,
      also: [["streaming", "topics", topic, "schema", "definition"]],
      rule: `it must be a field that every event of ${topic} has (${known.join(", ") || "there is none"})`,
      remedy: "Name one of them, or require the field in the schema",
    };
  }
}
