import { across, type Fault, keysOf, path, wrong } from "./fault.ts";
import { blame, erase, type Files, write } from "./files.ts";

const prices = "links.files.prices";
const sales = "batch.connections.sales";
const destination = "batch.destination";

/** A second load beside the first one, sound but for what `differs` says. */
function second(files: Files, differs: Readonly<Record<string, unknown>>): void {
  const load = {
    description: "Again",
    dataset: "raw/again",
    format: "JSON",
    table: "RAW_DATA.FILES.AGAIN",
    ...differs,
  };
  for (const [key, value] of Object.entries(load)) write(files, path(`links.files.again.${key}`), value);
}

const names = (files: Files, place: string) => keysOf(files, place).join(", ");

export const ingestionFaults: readonly Fault[] = [
  wrong(
    "files",
    `${prices}.dataset`,
    "raw/Prices",
    '"raw/Prices"',
    'it must be folders of lower-case letters, digits, _ and -, joined by /. Write it like "raw/orders".',
  ),
  wrong(
    "files",
    `${prices}.table`,
    "FILES.PRICES",
    '"FILES.PRICES"',
    'it must be a table as DATABASE.SCHEMA.TABLE, without two underscores in a row. Write it like "RAW_DATA.BATCH_EXTRACTS.ORDERS".',
  ),
  across("CSV files without names of their fields", "files", (files) => {
    const at = `${prices}.columns`;
    write(files, path(`${prices}.format`), "CSV");
    write(files, path(at), []);
    return () => [
      `${blame(files, path(at), path(`${prices}.format`))}: ${at} is []; CSV files do not name their fields, so that columns must. List a name for every field.`,
    ];
  }),
  across("two loads of one folder", "files", (files) => {
    second(files, { dataset: "raw/prices" });
    const at = "links.files.again.dataset";
    return () => [
      `${blame(files, path(at), path(`${prices}.dataset`))}: ${at} is "raw/prices"; prices loads the same folder already, and S3 tells one load of a file. Give each load a dataset of its own.`,
    ];
  }),
  across("two loads of one table", "files", (files) => {
    second(files, { table: "RAW_DATA.FILES.PRICES" });
    const at = "links.files.again.table";
    return () => [
      `${blame(files, path(at), path(`${prices}.table`))}: ${at} is "RAW_DATA.FILES.PRICES"; the table RAW_DATA.FILES.PRICES is loaded by the files prices already, and a table has one loader. Remove one of the two.`,
    ];
  }),
  across("files that a topic brings already", "files alpha", (files) => {
    write(files, path(`${prices}.dataset`), "raw/alpha");
    const at = `${prices}.dataset`;
    return () => [
      `${blame(files, path(at), path("streaming.topics.alpha"))}: ${at} is "raw/alpha"; the folder holds the archive of the topic alpha, which the connector brings to Snowflake. Name a folder that nothing else fills.`,
    ];
  }),
  across("files written by nobody we know", "files identity", (files) => {
    write(files, path(`${prices}.writers`), ["stranger"]);
    const at = path(`${prices}.writers`);
    return () => [
      `${blame(files, at)}: ${prices}.writers.0 is "stranger"; it must be a role of identity.roles (${names(files, "identity.roles")}). Name one of them or declare the role.`,
    ];
  }),
  across("quarantine for ever", "lake", (files) => {
    const at = "lake.zones.quarantine.expireAfterDays";
    erase(files, path(at));
    return () => [
      `${blame(files, path("lake.zones.quarantine"))}: ${at} is missing; objects in quarantine must be deleted some day. Say after how many days, like 90.`,
    ];
  }),
  wrong("batch", `${sales}.everyHours`, 5, "5", "it must be one of 1, 2, 3, 6, 8, 12, 24. Write one of them."),
  across("extracts without a key", "batch", (files) => {
    write(files, path(`${sales}.streams.Account.sync`), "append");
    const [at, sync] = [`${sales}.streams.Account.key`, `${sales}.streams.Account.sync`];
    return () => [
      `${blame(files, path(at), path(sync))}: ${at} is "Id"; append keeps every change, whatever its key. Leave it out.`,
    ];
  }),
  across("a source whose secret nobody declared", "batch secrets", (files) => {
    const at = `${sales}.source.secret`;
    write(files, path(at), "no-such-app");
    return () => [
      `${blame(files, path(at))}: ${at} is hidden, since it may be a secret; it must be a secret of this environment (${names(files, "secrets")}). Name one of them or declare the secret.`,
    ];
  }),
  across("extracts loaded by a user nobody declared", "batch", (files) => {
    const at = `${destination}.user`;
    write(files, path(at), "NOBODY");
    return () => [
      `${blame(files, path(at), path("warehouse.users"))}: ${at} is "NOBODY"; it must be one of warehouse.users (${names(files, "warehouse.users")}). Name one of them or declare the user.`,
    ];
  }),
  across("extracts loaded where their role may not write", "batch", (files) => {
    const at = `${destination}.schema`;
    write(files, path(at), "RAW_DATA.FILES");
    const rights = path("warehouse.roles.LOADER.writes");
    return () => [
      `${blame(files, path(at), rights)}: ${at} is "RAW_DATA.FILES"; the role LOADER of the user LOAD_JOB must write RAW_DATA.FILES, and does not. Add RAW_DATA.FILES to the writes of LOADER.`,
    ];
  }),
  across("a job that loads what a stream brings", "batch loads", (files) => {
    const at = "jobs.definitions.intake.loads";
    write(files, path(at), ["RAW_DATA.EXTRACTS.SALES_ACCOUNT"]);
    return () => [
      `${blame(files, path(at), path(`${sales}.streams.Account`))}: ${at}.0 is "RAW_DATA.EXTRACTS.SALES_ACCOUNT"; the table RAW_DATA.EXTRACTS.SALES_ACCOUNT is loaded by the stream Account of sales already, and a table has one loader. Remove one of the two.`,
    ];
  }),
];
