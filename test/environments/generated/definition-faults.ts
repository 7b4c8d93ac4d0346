import { across, type Fault, keysOf, list, number, path, wrong } from "./fault.ts";
import { blame, type Files, write } from "./files.ts";

const definitions = "jobs.definitions";

/** A value that breaks a rule across several keys, and its one line. */
function fault(
  touches: string,
  key: string,
  value: unknown,
  shown: string,
  rest: (files: Files) => string,
  ...also: string[]
): Fault {
  return across(`${key} is ${shown}`, touches, (files) => {
    write(files, path(key), value);
    return () => [`${blame(files, ...[key, ...also].map(path))}: ${key} is ${shown}; ${rest(files)}`];
  });
}

/** A name that must not stand where it does. */
function misnamed(touches: string, key: string, rest: (files: Files) => string, ...also: string[]): Fault {
  const name = key.split(".").at(-1) ?? "";
  return across(`${key} is out of place`, touches, (files) => {
    write(files, path(key), { minutes: 5 });
    return () => [`${blame(files, ...[key, ...also].map(path))}: ${key} is named "${name}"; ${rest(files)}`];
  });
}

const source = `${definitions}.load.sources.delta`;
const nodes = "workers.jobNodes";

/** Of what jobs say of one another, of the events they ingest, and of the nodes they run on. */
export const definitionFaults: readonly Fault[] = [
  wrong(
    "kinds waits publication ingestion quota sources resources",
    `${definitions}.clean.kind`,
    "sweep",
    '"sweep"',
    "it must be publish, transform, ingest, backfill, maintenance or container. Write one of them.",
  ),
  wrong(
    "capacity",
    `${definitions}.load.capacity`,
    "cheap",
    '"cheap"',
    "it must be one of on-demand, spot. Write one of them.",
  ),
  fault(
    "publication kinds",
    `${definitions}.clean.publication`,
    "intake",
    '"intake"',
    () => "it must be a job of kind publish (publish). Name one of them.",
  ),
  fault(
    "ingestion kinds",
    `${definitions}.again.ingestion`,
    "publish",
    '"publish"',
    () => "it must be a job of kind ingest (load). Name one of them.",
  ),
  misnamed("waits kinds", `${definitions}.clean.waitsFor.nobody`, (files) => {
    const others = keysOf(files, definitions).filter((name) => name !== "clean");
    return `it must be another job of this environment (${others.join(", ")}). Name one of them.`;
  }),
  misnamed(
    "waits kinds",
    `${definitions}.clean.waitsFor.intake`,
    () => "it must be a job of a kind that records its runs, and a container does not. Name another job.",
  ),
  misnamed(
    "waits kinds",
    `${definitions}.clean.waitsFor.clean`,
    () => "a job must not wait for itself, and it does. Remove clean.",
  ),
  across("two jobs that wait for one another", "waits kinds", (files) => {
    const places = ["clean.waitsFor.load", "load.waitsFor.clean"].map((place) => `${definitions}.${place}`);
    write(files, path(places[1] ?? ""), { minutes: 5 });
    return () =>
      places.map((place) => {
        const name = place.split(".").at(-1);
        return `${blame(files, path(place))}: ${place} is named "${name}"; a job must not wait for itself, and through ${name} it does. Remove ${name}.`;
      });
  }),
  fault(
    "waits kinds",
    `${definitions}.clean.waitsFor.load.minutes`,
    30,
    "30",
    () => "it must be less than the run's deadline of 30 minutes. Wait less, or set a later deadline.",
    `${definitions}.clean.deadlineMinutes`,
  ),
  fault(
    "quota kinds",
    "jobs.quota.pods",
    2,
    "2",
    () => "it must suffice for one run of every job at once, which takes 5. Use 5 or more.",
    definitions,
  ),
  fault(
    "sources kinds schemas",
    `${source}.time`,
    "seen_at",
    '"seen_at"',
    () =>
      "it must be a field that every event of delta has (event_id, user_id, event_type, timestamp). Name one of them, or require the field in the schema.",
    "streaming.topics.delta.schema.definition",
  ),
  across("a topic that is ingested and not archived", "sources kinds archive-topics", (files) => {
    write(files, path("links.archive.topics"), ["alpha"]);
    return () => [
      `${blame(files, path(source), path("links.archive"))}: ${source} is named "delta"; it must be a topic that links.archive brings to the lake, where raw/delta/ is read. Add the topic there, or leave it out here.`,
    ];
  }),
  across("a topic that is ingested and not described", "sources kinds schemas", (files) => {
    write(files, path("streaming.topics.delta.schema.format"), "AVRO");
    write(files, path("streaming.topics.delta.schema.definition"), "user_events.json");
    return () => [
      `${blame(files, path("streaming.topics.delta.schema.definition"), path("streaming.topics.delta.schema.format"))}: streaming.topics.delta.schema.definition is "user_events.json"; its file must be an Avro schema with type and name. Correct the file, or name another.`,
      `${blame(files, path(source), path("streaming.topics.delta"))}: ${source} is named "delta"; the topic must have a JSON Schema, which its events are checked by. Give the topic one.`,
    ];
  }),
  across("a topic that is ingested and not there", "sources kinds topics alpha beta gamma", (files) => {
    const place = `${definitions}.load.sources.omega`;
    write(files, path(place), { key: ["event_id"] });
    return () => [
      `${blame(files, path(place))}: ${place} is named "omega"; it must be a topic of streaming.topics (${keysOf(files, "streaming.topics").join(", ")}). Name one of them or declare the topic.`,
    ];
  }),
  fault(
    "served marts references raw",
    `${definitions}.publish.transform.raw`,
    "SERVED",
    '"SERVED"',
    () => "it must be a database that is never swapped. Name the database that ingestion fills.",
    "warehouse.databases.SERVED.publishedBySwap",
  ),
  across("freshness of a table that is no mart", "marts references", (files) => {
    const place = `${definitions}.publish.publish.freshness["MARTS.OTHER"]`;
    const at = [...path(`${definitions}.publish.publish.freshness`), "MARTS.OTHER"];
    write(files, at, { column: "CREATED_AT", hours: 24 });
    return () => [
      `${blame(files, at, path(`${definitions}.publish.transform.marts`))}: ${place} is named "MARTS.OTHER"; it must be one of the job's marts (MARTS.SALES). Correct the name or add it to the marts.`,
    ];
  }),
  across("a protected column of no class, and one of no schema", "served governance protects", (files) => {
    const place = "warehouse.databases.SERVED.protects";
    const columns = ["MARTS.PEOPLE.EMAIL", "HIDDEN.PEOPLE.EMAIL"];
    for (const column of columns) write(files, [...path(place), column], "PII");
    const classes = (column: string) =>
      `${blame(files, [...path(place), column], path("warehouse.governance"))}: ${place}["${column}"] is "PII"; it must be a class of governance.classes (there is none). Declare the class.`;
    return () => [
      ...columns.map(classes),
      `${blame(files, [...path(place), "HIDDEN.PEOPLE.EMAIL"], path("warehouse.databases.SERVED.schemas"))}: ${place}["HIDDEN.PEOPLE.EMAIL"] is named "HIDDEN.PEOPLE.EMAIL"; it must lie in a schema of SERVED (MARTS). Correct the name or declare the schema.`,
    ];
  }),
  across("a family of another architecture", "job-nodes", (files) => {
    write(files, path(`${nodes}.instanceFamilies`), ["m7i", "m7g"]);
    const places = [`${nodes}.instanceFamilies`, `${nodes}.architecture`].map(path);
    return () => [
      `${blame(files, ...places)}: ${nodes}.instanceFamilies.1 is "m7g"; it must have the architecture amd64, and has arm64. Name an x86 family, like "m7i".`,
    ];
  }),
  across("a run that fills its node's disk", "job-nodes quota", (files) => {
    write(files, path("jobs.quota.scratch"), "400Gi");
    write(files, path(`${nodes}.diskGib`), 80);
    write(files, path(`${definitions}.publish.scratch`), "61Gi");
    const places = [`${definitions}.publish.scratch`, `${nodes}.diskGib`].map(path);
    return () => [
      `${blame(files, ...places)}: ${definitions}.publish.scratch is "61Gi"; it must leave a node 20 GiB of its disk, and so be 60Gi at most. Use less, or give nodes larger disks.`,
    ];
  }),
  across("a run that asks for more than the pool", "job-nodes quota resources", (files) => {
    write(files, path("jobs.quota.memory"), "400Gi");
    write(files, path(`${definitions}.publish.limits.memory`), "80Gi");
    write(files, path(`${definitions}.publish.requests.memory`), "65Gi");
    const places = [`${definitions}.publish.requests.memory`, `${nodes}.onDemand.memoryGib`].map(path);
    return () => [
      `${blame(files, ...places)}: ${definitions}.publish.requests.memory is "65Gi"; it must not exceed what all on-demand nodes have together (64 GiB). Ask for less, or let the pool grow.`,
    ];
  }),
  across("more nodes than addresses", "job-nodes cidr zones nodes", (files) => {
    write(files, path("network.cidr"), "10.99.0.0/18");
    write(files, path(`${nodes}.onDemand.cpu`), 10_000);
    const places = [`${nodes}.onDemand.cpu`, `${nodes}.spot.cpu`, "network.cidr"].map(path);
    return () => {
      const zones = list(files, "network.zones").length;
      const left = zones * (2048 - 5) - 30 * number(files, "workers.nodeGroup.maxNodes");
      return [
        `${blame(files, ...places)}: ${nodes}.onDemand.cpu is 10000; the pools may come to 2502 nodes of 60 addresses each, and the node group leaves ${left} in the private subnets of 10.99.0.0/18. Use fewer CPUs, or a larger range.`,
      ];
    };
  }),
];
