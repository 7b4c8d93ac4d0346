import { z } from "zod";
import { listOf, recordOf, text, topicName, whole } from "../support/fields.ts";

const field = text(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "a field of the event", 'Write it like "event_id"');

const sourceConfig = z
  .strictObject({
    /** The fields that together name an event: two events that agree in them are one. */
    key: listOf(field).refine((fields) => fields.length > 0, "it must name at least one field. Add one"),
    /** The field with the event's time in UTC. */
    time: field.default("timestamp"),
    /** Hours between an event's time and its day of ingestion from which on it counts as late; late events are loaded. */
    lateHours: whole(1, 8760, "hours until an event is late").default(24),
  })
  .readonly();

/** Topics whose raw copy in the bronze zone is checked by the topic's schema and brought to the silver zone. */
export const ingestSources = recordOf(topicName, sourceConfig).refine(
  (sources) => Object.keys(sources).length > 0,
  "it must name a topic at least. Name one, or leave the job out",
);

export type IngestSources = z.output<typeof ingestSources>;
