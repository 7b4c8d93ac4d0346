import { archiveFolder } from "../../constructs/links/archive-layout.ts";
import { topicName } from "../../constructs/support/fields.ts";
import type { Breach } from "../../constructs/support/rule.ts";
import { each } from "../../constructs/support/soundness.ts";
import type { Environment } from "../environment.ts";

/** Files come from roles that are not jobs: a job says itself which zones it writes. */
export function* fileWriters(env: Environment): Iterable<Breach> {
  const roles = Object.keys(env.identity.roles);
  yield* each(env.links.files, function* ({ writers }, name) {
    yield* each(writers, function* (writer, index) {
      if (roles.includes(writer)) return;
      yield {
        path: ["links", "files", name, "writers", index],
        rule: `it must be a role of identity.roles (${roles.join(", ") || "there is none"})`,
        remedy: roles.length > 0 ? "Name one of them or declare the role" : "Declare the role",
      };
    });
  });
}

/** Topics reach Snowflake by the connector alone: the lake's copy of one is archive, and would bring each event twice. */
export function* topicFolders(env: Environment): Iterable<Breach> {
  // A topic with a bad name has no folder, and is told of where it stands.
  const topics = Object.keys(env.streaming.topics).filter((topic) => topicName.safeParse(topic).success);
  yield* each(env.links.files, function* ({ zone, dataset }, name) {
    const topic = topics.find((candidate) => zone === "bronze" && `${dataset}/` === archiveFolder(candidate));
    if (topic === undefined) return;
    yield {
      path: ["links", "files", name, "dataset"],
      also: [["streaming", "topics", topic]],
      rule: `the folder holds the archive of the topic ${topic}, which the connector brings to Snowflake`,
      remedy: "Name a folder that nothing else fills",
    };
  });
}

/** A load makes its table itself. */
export function* tablesOfFiles(env: Environment): Iterable<Breach> {
  yield* each(env.links.files, function* ({ table }, name) {
    const [database = "", ...rest] = table.split(".");
    const declared = Object.hasOwn(env.warehouse.databases, database) ? env.warehouse.databases[database] : undefined;
    if (declared === undefined || !Object.hasOwn(declared.tables, rest.join("."))) return;
    yield {
      path: ["links", "files", name, "table"],
      also: [["warehouse", "databases", database, "tables", rest.join(".")]],
      rule: `the table ${table} is declared in warehouse.databases.${database}.tables, and a load makes its own`,
      remedy: "Name another table, or remove that declaration",
    };
  });
}
