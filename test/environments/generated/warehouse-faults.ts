import { across, type Fault, keysOf, number, path, wrong } from "./fault.ts";
import { blame, type Files, read, write } from "./files.ts";

const databases = ["RAW_DATA", "SERVED", "CONTROL", "RULES"];

function databaseNames(files: Files): string {
  return keysOf(files, "warehouse.databases").join(", ");
}

export const warehouseFaults: readonly Fault[] = [
  across("the seed's 365 days of Time Travel", "edition raw-data", (files) => {
    const edition = String(read(files, path("snowflake.edition")));
    write(files, path("warehouse.databases.RAW_DATA.retentionDays"), 365);
    const places = ["warehouse.databases.RAW_DATA.retentionDays", "snowflake.edition"].map(path);
    return () => [
      `${blame(files, ...places)}: warehouse.databases.RAW_DATA.retentionDays is 365; Snowflake keeps Time Travel for at most 90 days on the ${edition} edition. Use 90 or fewer; keep longer history in the lake's bronze zone.`,
    ];
  }),
  across("what the Standard edition lacks", "edition raw-data served control rules build-wh protection", (files) => {
    write(files, path("snowflake.edition"), "STANDARD");
    write(files, path("warehouse.warehouses.BUILD_WH.maxClusters"), 2);
    return () => [
      ...databases.map((name) => {
        const place = `warehouse.databases.${name}.retentionDays`;
        return `${blame(files, path(place), path("snowflake.edition"))}: ${place} is ${number(files, place)}; Snowflake keeps Time Travel for at most 1 day on the STANDARD edition. Use 1 or fewer; keep longer history in the lake's bronze zone.`;
      }),
      `${blame(files, path("warehouse.warehouses.BUILD_WH.maxClusters"), path("snowflake.edition"))}: warehouse.warehouses.BUILD_WH.maxClusters is 2; the STANDARD edition has no multi-cluster warehouses. Use 1, or an account of the ENTERPRISE edition.`,
    ];
  }),
  across("fewer clusters at most than at least", "build-wh", (files) => {
    write(files, path("warehouse.warehouses.BUILD_WH.minClusters"), 6);
    write(files, path("warehouse.warehouses.BUILD_WH.maxClusters"), 5);
    const places = ["warehouse.warehouses.BUILD_WH.maxClusters", "warehouse.warehouses.BUILD_WH.minClusters"].map(path);
    return () => [
      `${blame(files, ...places)}: warehouse.warehouses.BUILD_WH.maxClusters is 5; it must be at least minClusters (6). Use 6 or more.`,
    ];
  }),
  across("a role that reads what is not there", "reader", (files) => {
    write(files, path("warehouse.roles.READER.reads"), ["SERVED", "NOWHERE"]);
    return () => [
      `${blame(files, path("warehouse.roles.READER.reads"))}: warehouse.roles.READER.reads.1 is "NOWHERE"; it must be a database of this environment (${databaseNames(files)}). Name one of them or declare the database.`,
    ];
  }),
  across("a role that uses what is not there", "reader", (files) => {
    write(files, path("warehouse.roles.READER.uses"), ["NO_WH"]);
    return () => [
      `${blame(files, path("warehouse.roles.READER.uses"))}: warehouse.roles.READER.uses.0 is "NO_WH"; it must be a warehouse of this environment (${keysOf(files, "warehouse.warehouses").join(", ")}). Name one of them or declare the warehouse.`,
    ];
  }),
  across("two roles that own a swapped database", "reader served builder", (files) => {
    write(files, path("warehouse.roles.READER.writes"), ["SERVED"]);
    const [one = "", two = ""] = keysOf(files, "warehouse.roles").filter((name) => name !== "LOADER");
    const at = "warehouse.databases.SERVED.publishedBySwap";
    const places = [at, "warehouse.roles.READER.writes", "warehouse.roles.BUILDER.writes"].map(path);
    return () => [
      `${blame(files, ...places)}: ${at} is true; exactly one role must write a database that is published by swap, and ${one} and ${two} do. Leave it in the writes of one.`,
    ];
  }),
  across("a name that Snowflake keeps", "snowflake-names", (files) => {
    write(files, path("warehouse.roles.PUBLIC"), { description: "Everyone" });
    return () => [
      `${blame(files, path("warehouse.roles.PUBLIC"))}: warehouse.roles.PUBLIC is named "PUBLIC"; it must not be a word that Snowflake keeps for itself. Choose another name.`,
    ];
  }),
  across("a role called as a database's access role", "snowflake-names raw-data", (files) => {
    write(files, path("warehouse.roles.RAW_DATA_RW"), { description: "Writers" });
    const places = ["warehouse.roles.RAW_DATA_RW", "warehouse.databases.RAW_DATA"].map(path);
    return () => [
      `${blame(files, ...places)}: warehouse.roles.RAW_DATA_RW is named "RAW_DATA_RW"; the role RAW_DATA_RW exists already, for warehouse.databases.RAW_DATA. Rename one of the two.`,
    ];
  }),
  across("a warehouse whose access role's name is too long", "snowflake-names shared", (files) => {
    write(files, path("snowflake.shared"), false);
    const name = "W".repeat(254);
    write(files, path(`warehouse.warehouses.${name}.size`), "SMALL");
    const places = [`warehouse.warehouses.${name}`, "snowflake.shared"].map(path);
    return () => [
      `${[...new Set([blame(files, ...places), `environments/${String(files.patch.name)}.ts`].flatMap((line) => line.split(" and ")))].sort().join(" and ")}: warehouse.warehouses.${name} is named "${"W".repeat(78)}…; the name of a Snowflake object has at most 255 characters, and ${name}_U has 256. Shorten it.`,
    ];
  }),
  wrong(
    "served",
    "warehouse.databases.SERVED.retentionDays",
    "30",
    '"30"',
    "it must be a whole number from 0 to 36500 (days of Time Travel). Choose a value in that range.",
  ),
  across("Time Travel below what protection asks", "protection control", (files) => {
    write(files, path("protection"), "locked");
    write(files, path("warehouse.databases.CONTROL.retentionDays"), 6);
    const places = ["warehouse.databases.CONTROL.retentionDays", "protection"].map(path);
    return () => [
      `${blame(files, ...places)}: warehouse.databases.CONTROL.retentionDays is 6; a locked environment must keep Time Travel for at least 7 days. Use 7 or more.`,
    ];
  }),
  across("replaced objects gone before protection allows", "protection gold", (files) => {
    write(files, path("protection"), "standard");
    write(files, path("lake.zones.gold.noncurrentDays"), 6);
    const places = ["lake.zones.gold.noncurrentDays", "protection"].map(path);
    return () => [
      `${blame(files, ...places)}: lake.zones.gold.noncurrentDays is 6; a standard environment must keep replaced objects for at least 7 days. Use 7 or more.`,
    ];
  }),
  across("less protection than the environment's floor", "protection name shared account-own", (files) => {
    write(files, path("name"), "staging");
    write(files, path("protection"), "ephemeral");
    return () => [
      `${blame(files, path("protection"))}: protection is "ephemeral"; the environment staging must be at least standard. Use standard, or allow less for a while with PLINTH_UNLOCK=staging:<address glob>:<expiry date>.`,
    ];
  }),
  across("prod in an account that others share", "protection name shared", (files) => {
    write(files, path("name"), "prod");
    write(files, path("protection"), "locked");
    write(files, path("snowflake.shared"), true);
    return () => [
      `${blame(files, path("snowflake.shared"))}: snowflake.shared is true; the environment prod must have a Snowflake account of its own. Name another account and write false.`,
    ];
  }),
];
