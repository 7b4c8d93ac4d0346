import { expectTurns } from "./expect-turns.ts";

const compiled =
  "a pipe is compiled with its statement, its stage and its format; files of the last 64 days are known to the old one";
const archive = "a connector runs one archive; it reads on where its group stopped";
const fewer = "what is no longer named no longer flows; its topic, the lake and the tables keep what they have";
const droppers = { aws_iam_role_policy: "whoever puts the files there may do so in their folder alone" };

expectTurns("links", {
  "links.archive.topics": { fixed: "prod ingests every topic, which asks for its archive" },
  "links.connector.version": { replaces: { aws_mskconnect_connector: archive } },
  "links.connector.sha256": { replaces: { aws_mskconnect_connector: archive } },
  "links.connector.topics, longer": { destroys: { aws_mskconnect_connector: fewer } },
  "links.files.*.zone": { replaces: { snowflake_pipe: compiled }, beyond: droppers },
  "links.files.*.dataset": { beyond: droppers },
  "links.files.*.format": { replaces: { snowflake_pipe: compiled } },
  "links.files.*.columns, longer": { replaces: { snowflake_pipe: compiled } },
  "links.files.*.columns, shorter": { replaces: { snowflake_pipe: compiled } },
  "links.files.*.table": {
    replaces: { snowflake_pipe: compiled, snowflake_stage: "a stage is named for its table, and holds nothing itself" },
  },
  "links.files.*.writers, longer": { beyond: droppers },
  "links.files.*.writers, shorter": { beyond: droppers },
});
