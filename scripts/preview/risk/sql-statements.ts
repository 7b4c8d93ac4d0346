import { changesAt, isUnknown, type PlannedChange } from "../plan/planned-change.ts";
import { at, texts } from "../plan/values.ts";

/** What a statement does beyond making something: lose data or their protection, give rights, or what a person has to look at. */
export type Deed = "destroys" | "admits-administrator" | "admits-everyone" | "disturbs";

/** Kinds that hold data or guard them: the tables of holdings-others.ts and safeguards.ts, in words of SQL. */
const held =
  "(?:(?:TRANSIENT|DYNAMIC|ICEBERG|HYBRID|EXTERNAL|EVENT|SECURE) )*(?:TABLE|SCHEMA|DATABASE(?! ROLE)|MATERIALIZED VIEW|STAGE|PIPE|STREAM|SEQUENCE|SECRET|FAILOVER GROUP|TAG|RESOURCE MONITOR|(?:[A-Z]+ ){1,2}POLICY)";
/** What ALTER TABLE drops besides columns; constraints and the like are declared again without loss. */
const notColumns =
  "(?:CLUSTERING|PRIMARY|FOREIGN|UNIQUE|CONSTRAINT|SEARCH|DATA METRIC|DEFAULT|NOT NULL|[\\w ]*POLIC(?:Y|IES))\\b";
const parameters = "(?:PREVENT_(?:UN)?LOAD_\\w+|REQUIRE_STORAGE_INTEGRATION_\\w+)";

/** Sources: Snowflake SQL command reference, the page of each command. */
const deeds: readonly (readonly [deed: Deed, statement: RegExp, what: string])[] = [
  ["destroys", RegExp(`^DROP ${held}\\b`), "drops an object with what it holds or protects"],
  ["destroys", RegExp(`^CREATE OR REPLACE ${held}\\b`), "replaces an object, and loses what it held or protected"],
  ["destroys", /^(TRUNCATE|DELETE|INSERT OVERWRITE)\b/, "deletes rows"],
  ["destroys", /^(REMOVE|RM) @/, "deletes files of a stage"],
  ["destroys", RegExp(`^ALTER (?:\\w+ )?TABLE\\b.* DROP (?!${notColumns})`), "drops a column with its values"],
  ["destroys", /^ALTER .*\b(UNSET|DROP) [\w ,]*POLIC(Y|IES)\b/, "takes a policy away"],
  ["destroys", /^ALTER .*\bNETWORK_POLICY ?= ?''/, "takes a network policy away"],
  ["destroys", /^ALTER .*DATA_RETENTION_TIME_IN_DAYS ?= ?0\b/, "ends Time Travel"],
  [
    "destroys",
    RegExp(`^ALTER ACCOUNT (?:UNSET\\b.*\\b${parameters}|.*\\b${parameters} ?= ?FALSE\\b)`),
    "lets data leave or come by an address that a statement names",
  ],
  [
    "admits-administrator",
    /^GRANT ROLE (ACCOUNTADMIN|ORGADMIN|GLOBALORGADMIN|SECURITYADMIN)\b/,
    "gives a role of the account's administrators away",
  ],
  [
    "admits-administrator",
    /^GRANT (.*\bMANAGE GRANTS\b|ALL( PRIVILEGES)? ON ACCOUNT\b)/,
    "gives the right to give away any right",
  ],
  ["admits-everyone", /^GRANT .* TO (ROLE )?PUBLIC\b(?!\.)/, "gives everybody in the account a right"],
  ["disturbs", RegExp(`^DROP (?!${held}\\b)`), "drops an object"],
  [
    "disturbs",
    RegExp(`^CREATE OR REPLACE (?!${held}\\b|TEMP)`),
    "replaces an object, and loses its grants and the policies set on it",
  ],
  ["disturbs", /^CREATE OR ALTER\b/, "makes an object into another, and drops what it no longer has"],
  ["disturbs", /^ALTER .*\b(RENAME TO|SWAP WITH)\b/, "gives an object another name"],
  ["disturbs", /^ALTER .*\bUNSET TAG\b/, "takes a tag away, and a mask that comes with it"],
  ["disturbs", /^ALTER .*\bUNSET RESOURCE_MONITOR\b/, "takes a resource monitor away"],
  ["disturbs", /^ALTER .*DATA_RETENTION_TIME_IN_DAYS\b(?! ?= ?0\b)/, "changes how long Time Travel reaches back"],
  ["disturbs", /^(UPDATE|MERGE)\b/, "overwrites rows"],
  ["disturbs", /^GRANT\b/, "gives a right"],
  ["disturbs", /^(CALL|EXECUTE)\b/, "runs what cannot be read here"],
];

/** What the statements do that a change of `snowflake_execute` runs, as far as it is of this kind: a sentence each. */
export function deedsOf(change: PlannedChange, kind: Deed): string[] {
  const statements = statementsRun(change);
  return deeds
    .filter(([deed, pattern]) => deed === kind && statements.some((statement) => pattern.test(statement)))
    .map(([, , what]) => `Its statement ${what}`);
}

export function isStatementUnknown(change: PlannedChange): boolean {
  return change.type === "snowflake_execute" && change.action !== "delete" && isUnknown(change, "execute");
}

/** Its page (snowflakedb/snowflake 2.11.0, `snowflake_execute`): `revert` runs when it is destroyed, `query` whenever it is read. */
function statementsRun(change: PlannedChange): string[] {
  const { type, action, before, after } = change;
  if (type !== "snowflake_execute") return [];
  const reverted = action === "delete" || action === "replace" ? at(before, "revert") : [];
  const executed = ["execute", "query"].flatMap((name) =>
    action === "replace" || changesAt(change, name).length > 0 ? at(after, name) : [],
  );
  return [...reverted, ...executed].flatMap(texts).flatMap(statementsIn);
}

const aside = /--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\$\$[\s\S]*?\$\$|'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"]|"")*"/g;

/** What only defines statements runs none of them. */
const defined = /^(\s*CREATE\s(?:\w+\s+)*(?:PROCEDURE|FUNCTION|TASK|ALERT)\b[^;]*?)\b(?:BEGIN|DECLARE|THEN)\b[\s\S]*$/;

/** Single statements in upper case, those of a block too, without comments and without what texts and quoted names say. */
export function statementsIn(sql: string): string[] {
  const words = sql.replace(aside, (found) => {
    if (/^(--|\/\/|\/\*)/.test(found)) return " ";
    if (found.startsWith('"')) return /^"(PUBLIC|\w+ADMIN)"$/.test(found) ? found.slice(1, -1) : '"x"';
    return found === "''" ? found : "'x'";
  });
  return words
    .toUpperCase()
    .replace(defined, "$1")
    .split(/;|\b(?:BEGIN|THEN|ELSE|DO|LOOP)\b/)
    .map((statement) => statement.replace(/\s+/g, " ").trim())
    .filter((statement) => statement !== "");
}
