import { tableOfStream } from "../../constructs/batch/config.ts";
import { tableOfTopic } from "../../constructs/streaming/topic-names.ts";
import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";

/** Something that fills a table: a topic by the connector, files by a pipe, an extract, or a job. */
interface Load {
  readonly table: string;
  readonly loader: string;
  readonly path: (string | number)[];
  /** The table has the name of its topic. */
  readonly aboutName: boolean;
}

export function* loadTargets(env: Environment): Iterable<Breach> {
  const { databases } = env.warehouse;
  for (const { table, path, aboutName } of loads(env)) {
    yield* each([table], function* () {
      const [database = "", schema = ""] = table.split(".");
      const home = Object.hasOwn(databases, database) ? databases[database] : undefined;
      if (!home?.schemas.includes(schema)) {
        yield {
          path,
          aboutName,
          rule: `the table ${table} must lie in a schema of this environment's databases`,
          remedy: `Correct the name, or declare the schema ${schema} in warehouse.databases.${database}`,
        };
      } else if (home.publishedBySwap) {
        yield {
          path,
          aboutName,
          also: [["warehouse", "databases", database, "publishedBySwap"]],
          rule: `the table ${table} must not lie in a database that is published by swap (the next swap would lose the rows)`,
          remedy: "Load into a database that is never swapped",
        };
      }
    });
  }
}

export function* oneLoader(env: Environment): Iterable<Breach> {
  const first = new Map<string, Load>();
  for (const load of loads(env)) {
    const other = first.get(load.table);
    first.set(load.table, other ?? load);
    if (!other) continue;
    yield {
      path: load.path,
      aboutName: load.aboutName,
      also: [other.path],
      rule: `the table ${load.table} is loaded by ${other.loader} already, and a table has one loader`,
      remedy: "Remove one of the two",
    };
  }
}

function* loads(env: Environment): Iterable<Load> {
  const loaded = () => env.links.connector?.topics;
  yield* each(env.streaming.topics, function* (topic, name) {
    if (loaded()?.includes(name) === false) return;
    const at = ["streaming", "topics", name];
    const path = topic.table === undefined ? at : [...at, "table"];
    yield { table: tableOfTopic(name, topic), loader: `the topic ${name}`, path, aboutName: path === at };
  });
  yield* each(env.links.files, function* ({ table }, name) {
    yield { table, loader: `the files ${name}`, path: ["links", "files", name, "table"], aboutName: false };
  });
  const { connections, destination } = env.batch;
  yield* each(connections, function* ({ streams }, connection) {
    yield* each(streams, function* (_, stream) {
      const table = `${destination.schema}.${tableOfStream(connection, stream)}`;
      const path = ["batch", "connections", connection, "streams", stream];
      yield { table, loader: `the stream ${stream} of ${connection}`, path, aboutName: true };
    });
  });
  yield* each(env.jobs.definitions, function* (job, name) {
    yield* each(job.loads, function* (table, index) {
      yield { table, loader: `the job ${name}`, path: ["jobs", "definitions", name, "loads", index], aboutName: false };
    });
  });
}
