import { across, type Fault, keysOf, path, wrong } from "./fault.ts";
import { blame, type Files, write } from "./files.ts";

const sha256 = "ef".repeat(32);

export const linkFaults: readonly Fault[] = [
  wrong(
    "archive-buffer",
    "links.archive.bufferMib",
    129,
    "129",
    "it must be a whole number from 1 to 128 (MiB that Amazon Data Firehose buffers for S3). Choose a value in that range.",
  ),
  across("an archived topic that is not there", "archive-topics topics alpha beta gamma", (files) => {
    const at = "links.archive.topics";
    write(files, path(at), ["alpha", "delta", "omega"]);
    const topics = () => keysOf(files, "streaming.topics").join(", ");
    return () => [
      `${blame(files, path(at))}: ${at}.2 is "omega"; it must be a topic of streaming.topics (${topics()}). Name one of them or declare the topic.`,
    ];
  }),
  across("an alarm while the buffer fills", "archive-patience", (files) => {
    write(files, path("links.archive.bufferSeconds"), 600);
    write(files, path("links.archive.staleMinutes"), 14);
    const places = ["links.archive.staleMinutes", "links.archive.bufferSeconds"].map(path);
    return () => [
      `${blame(files, ...places)}: links.archive.staleMinutes is 14; it must be at least five minutes more than the 600 seconds that events wait in the buffer. Use 15 or more, or a shorter buffer.`,
    ];
  }),
  across("a connector that signs in as nobody", "connector users", (files) => {
    declareConnector(files, {});
    return () => [nobody(files)];
  }),
  across("a connector of no version, and without an archive", "connector users", (files) => {
    declareConnector(files, { version: "latest", sha256: "ABC" });
    const at = (key: string) => blame(files, path(`links.connector.${key}`));
    return () => [
      nobody(files),
      `${at("version")}: links.connector.version is "latest"; it must be a version of three numbers. Write it like "3.5.0".`,
      `${at("sha256")}: links.connector.sha256 is "ABC"; it must be a SHA-256 of 64 lower-case hexadecimal digits. Write what sha256sum prints for the archive.`,
    ];
  }),
  across("fewer workers at most than at least", "connector users", (files) => {
    declareConnector(files, { "workers.min": 3, "workers.max": 2 });
    const both = ["links.connector.workers.max", "links.connector.workers.min"].map(path);
    return () => [
      nobody(files),
      `${blame(files, ...both)}: links.connector.workers.max is 2; it must be at least min (3). Use 3 or more.`,
    ];
  }),
  across("a role that a link makes, too", "identity alpha platform name", (files) => {
    write(files, path("identity.roles.archive-alpha"), { description: "Archives" });
    const places = ["identity.roles.archive-alpha", "streaming.topics.alpha"].map(path);
    return () => [
      `${blame(files, ...places)}: identity.roles.archive-alpha is named "archive-alpha"; it must not be the name of the IAM role that carries the topic alpha. Choose another name.`,
    ];
  }),
];

function declareConnector(files: Files, given: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries({ version: "3.5.0", sha256, user: "NOBODY", ...given }))
    write(files, path(`links.connector.${key}`), value);
}

function nobody(files: Files): string {
  const users = keysOf(files, "warehouse.users");
  const rest =
    users.length > 0
      ? `(${users.join(", ")}). Name one of them or declare the user.`
      : "(there is none). Declare the user.";
  return `${blame(files, path("links.connector.user"))}: links.connector.user is "NOBODY"; it must be a service user of warehouse.users ${rest}`;
}
