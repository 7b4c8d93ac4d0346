import { across, type Fault, keysOf, path } from "./fault.ts";
import { blame, type Files, read, write } from "./files.ts";

const publish = "jobs.definitions.publish";

/** A value of a job, and the line that it causes where other places may share the blame. */
function job(
  touches: string,
  key: string,
  value: unknown,
  shown: string,
  rest: (files: Files) => string,
  ...also: string[]
): Fault {
  return across(`${key} is ${shown}`, touches, (files) => {
    const list = /^(.*)\.\d+$/.exec(key)?.[1];
    write(files, path(list ?? key), value);
    return () => [`${blame(files, ...[list ?? key, ...also].map(path))}: ${key} is ${shown}; ${rest(files)}`];
  });
}

const names = (files: Files, place: string) => keysOf(files, place).join(", ");

export const jobFaults: readonly Fault[] = [
  job(
    "references",
    `${publish}.warehouse.name`,
    "NO_WH",
    '"NO_WH"',
    (files) =>
      `it must be a warehouse of this environment (${names(files, "warehouse.warehouses")}). Name one of them or declare the warehouse.`,
  ),
  job(
    "references snowflake-names",
    `${publish}.warehouse.role`,
    "NO_ROLE",
    '"NO_ROLE"',
    (files) =>
      `it must be a role of this environment (${names(files, "warehouse.roles")}). Name one of them or declare the role.`,
  ),
  job(
    "references",
    `${publish}.database`,
    "NOWHERE",
    '"NOWHERE"',
    (files) =>
      `it must be a database of this environment (${names(files, "warehouse.databases")}). Name one of them or declare the database.`,
  ),
  job(
    "secrets",
    `${publish}.secrets.1`,
    ["loader-key", "no-key-at-all"],
    '"no-key-at-all"',
    (files) =>
      `it must be a secret of this environment (${names(files, "secrets")}). Name one of them or declare the secret.`,
  ),
  swappedDatabase(),
  job(
    "references builder",
    `${publish}.warehouse.name`,
    "READ_WH",
    '"READ_WH"',
    () =>
      "the job's role BUILDER must use it, and does not. Add READ_WH to the role's uses, or name another of its warehouses.",
    `${publish}.warehouse.role`,
    "warehouse.roles.BUILDER.uses",
  ),
  job(
    "control-db",
    `${publish}.publish.control`,
    "NOWHERE",
    '"NOWHERE"',
    (files) =>
      `it must be a database of this environment that is never swapped (${keysOf(files, "warehouse.databases")
        .filter((name) => name !== "SERVED")
        .join(", ")}). Name one of them or declare the database.`,
  ),
  job(
    "marts references served",
    `${publish}.transform.marts.0`,
    ["ELSEWHERE.SALES"],
    '"ELSEWHERE.SALES"',
    () => "it must lie in a schema of the database SERVED (MARTS). Correct the name or declare the schema.",
    "warehouse.databases.SERVED.schemas",
  ),
  job(
    "deadline",
    `${publish}.publish.leaseSeconds`,
    7201,
    "7201",
    () => "it must not exceed the run's deadline (7200 seconds). Use 7200 or less, or a later deadline.",
    `${publish}.deadlineMinutes`,
  ),
  job(
    "resources",
    `${publish}.requests.memory`,
    "5Gi",
    '"5Gi"',
    () => 'it must not exceed the limit 4Gi. Use "4Gi" or less, or raise the limit.',
    `${publish}.limits.memory`,
  ),
  job(
    "resources",
    `${publish}.requests.cpu`,
    "2001m",
    '"2001m"',
    () => 'it must not exceed the limit 2. Use "2" or less, or raise the limit.',
    `${publish}.limits.cpu`,
  ),
  job(
    "image",
    `${publish}.image`,
    "registry.example:5000/acme/jobs:v1",
    '"registry.example:5000/acme/jobs:v1"',
    () =>
      'it must name the image by its digest (a tag can come to mean another program). Write it like "registry.example:5000/acme/jobs@sha256:…", with the digest that docker buildx imagetools inspect shows.',
  ),
  job(
    "loads raw-data",
    "jobs.definitions.intake.loads.0",
    ["RAW_DATA.NO_SCHEMA.T"],
    '"RAW_DATA.NO_SCHEMA.T"',
    () =>
      "the table RAW_DATA.NO_SCHEMA.T must lie in a schema of this environment's databases. Correct the name, or declare the schema NO_SCHEMA in warehouse.databases.RAW_DATA.",
  ),
  job(
    "loads served",
    "jobs.definitions.intake.loads.0",
    ["SERVED.MARTS.T"],
    '"SERVED.MARTS.T"',
    () =>
      "the table SERVED.MARTS.T must not lie in a database that is published by swap (the next swap would lose the rows). Load into a database that is never swapped.",
    "warehouse.databases.SERVED.publishedBySwap",
  ),
  job(
    "loads alpha beta-table raw-data",
    "jobs.definitions.intake.loads.0",
    ["RAW_DATA.KAFKA_STREAMS.ALPHA"],
    '"RAW_DATA.KAFKA_STREAMS.ALPHA"',
    () =>
      "the table RAW_DATA.KAFKA_STREAMS.ALPHA is loaded by the topic alpha already, and a table has one loader. Remove one of the two.",
    "streaming.topics.alpha",
  ),
  across("a role with a job's name", "identities", (files) => {
    write(files, path("identity.roles.intake"), { description: "Also loads" });
    const places = ["identity.roles.intake", "jobs.definitions.intake"].map(path);
    return () => [
      `${blame(files, ...places)}: identity.roles.intake is named "intake"; it must not have the name of a job (each job has an IAM role of its own name). Rename one of the two.`,
    ];
  }),
  across("a role with the name of the one that deploys", "identities", (files) => {
    write(files, path("identity.roles.deploy"), { description: "Deploys" });
    return () => [
      `${blame(files, path("identity.roles.deploy"))}: identity.roles.deploy is named "deploy"; it must not be the name of one of the platform's own IAM roles (deploy, flow-logs, plan, runner, snowflake-files, workers-cluster, workers-cni, workers-karpenter, workers-karpenter-nodes, workers-nodes). Choose another name.`,
    ];
  }),
  across("a role whose name IAM refuses", "identities platform name", (files) => {
    const name = `r${"x".repeat(59)}`;
    write(files, path(`identity.roles.${name}`), { description: "Long" });
    const physical = `${String(read(files, path("platform")))}-${String(files.patch.name)}-${name}`;
    return () => [
      `${blame(files, path(`identity.roles.${name}`), path("platform"), path("name"))}: identity.roles.${name} is named "${name}"; the name of an IAM role has at most 64 characters, and ${physical} has ${physical.length}. Shorten it.`,
    ];
  }),
  across("a secret whose name looks like an ARN's end", "secret-names", (files) => {
    write(files, path("secrets.loader-abc123"), { owner: "data-team", description: "Opens" });
    return () => [
      `${blame(files, path("secrets.loader-abc123"))}: secrets.loader-abc123 is named "loader-abc123"; it must not end in a hyphen and six characters, as the ARNs of secrets do. Lengthen the last word, or shorten it.`,
    ];
  }),
  across("a secret written where its name belongs", "secret-values", (files) => {
    write(files, path("secrets.loader-key.value"), "correct horse battery staple");
    return () => [
      `${blame(files, path("secrets.loader-key.value"))}: secrets.loader-key.value is hidden, since it may be a secret; there is no such key. Remove it.`,
    ];
  }),
  across("a credential in a description", "role-text", (files) => {
    write(files, path("identity.roles.collector.description"), "Uses AKIAIOSFODNN7EXAMPLE");
    return () => [
      `${blame(files, path("identity.roles.collector.description"))}: identity.roles.collector.description is hidden, since it may be a secret; an environment must hold no secret, only names of secrets. Remove it, change the secret wherever it is used, and fill it out of band.`,
    ];
  }),
];

/** The job's role does write RAW_DATA's neighbors, and marts lie elsewhere: the one line is about the swap. */
function swappedDatabase(): Fault {
  return across(
    "a publish job for a database that is not swapped",
    "references served raw-data marts builder",
    (files) => {
      write(files, path(`${publish}.database`), "RAW_DATA");
      write(files, path(`${publish}.transform.marts`), ["FILES.SALES"]);
      return () => [
        `${blame(files, path(`${publish}.database`))}: ${publish}.database is "RAW_DATA"; a publish job must name a database with publishedBySwap (SERVED). Name one of them.`,
      ];
    },
  );
}
