import type { Cell } from "./account.ts";
import { ddl, type Meaning, owned, whole } from "./statements.ts";

const table = '"(?<d>[^"]+)"\\."(?<s>[^"]+)"\\."(?<t>[^"]+)"';

/** What a dbt build comes down to: tables replaced as a whole, rows added, views replaced, columns tagged, tables clustered. */
export const buildMeanings: readonly Meaning[] = [
  ddl(
    `CREATE OR REPLACE TABLE ${table} AS SELECT '(?<mark>[^']*)' AS MARK, '(?<at>[^']*)' AS AT, '(?<email>[^']*)' AS EMAIL FROM ROWS\\((?<rows>\\d+)\\)`,
    ({ account, at, role }) => {
      const row: Record<string, Cell> = { MARK: at.mark ?? "", AT: at.at ?? "", EMAIL: at.email ?? "" };
      const rows = Array.from({ length: Number(at.rows) }, () => row);
      const columns = ["MARK", "AT", "EMAIL"];
      account.create(at.d ?? "", at.s ?? "", at.t ?? "", { kind: "TABLE", owner: role, columns, rows });
    },
  ),
  {
    // An incremental model: what is there gets the mark of the run, and a row comes to it, in one statement.
    pattern: whole(`MERGE INTO ${table} USING ROWS\\(1\\) SET MARK = '(?<mark>[^']*)', AT = '(?<at>[^']*)'`),
    run: (asked) => {
      const thing = owned(asked);
      const row = { MARK: asked.at.mark ?? "", AT: asked.at.at ?? "", EMAIL: "" };
      thing.rows = [...thing.rows.map((each) => ({ ...each, MARK: row.MARK })), row];
      return [];
    },
  },
  ddl(`(?<text>CREATE OR REPLACE VIEW ${table} AS SELECT \\* FROM .+)`, ({ account, at, role }) =>
    account.create(at.d ?? "", at.s ?? "", at.t ?? "", { kind: "VIEW", owner: role, text: at.text ?? "" }),
  ),
  ddl(`CREATE OR REPLACE TASK ${table} AS (?<text>.+)`, ({ account, at, role }) =>
    account.create(at.d ?? "", at.s ?? "", at.t ?? "", { kind: "TASK", owner: role, text: at.text ?? "" }),
  ),
  ddl(
    `ALTER TABLE ${table} MODIFY COLUMN "(?<c>[^"]+)" SET TAG "GOVERNANCE"\\."POLICIES"\\."(?<tag>[^"]+)" = '[^']*'`,
    (asked) => {
      owned(asked).tags.set(asked.at.c ?? "", asked.at.tag ?? "");
    },
  ),
  ddl(`DROP VIEW ${table}`, (asked) => {
    owned(asked);
    asked.account.schema(asked.at.d ?? "", asked.at.s ?? "").things.delete(asked.at.t ?? "");
  }),
  ddl(`REVOKE (?<privilege>[A-Z ]+) ON TABLE ${table} FROM ROLE "(?<role>[^"]+)"`, (asked) => {
    const thing = owned(asked);
    thing.grants = thing.grants.filter(
      ({ privilege, role }) => privilege !== asked.at.privilege || role !== asked.at.role,
    );
  }),
  ddl(`REVOKE (?<privilege>[A-Z ]+) ON DATABASE "(?<d>[^"]+)" FROM ROLE "(?<role>[^"]+)"`, ({ account, at }) => {
    const database = account.database(at.d ?? "");
    database.grants = database.grants.filter(({ privilege, role }) => privilege !== at.privilege || role !== at.role);
  }),
  ddl(`GRANT OWNERSHIP ON TABLE ${table} TO ROLE "(?<role>[^"]+)" COPY CURRENT GRANTS`, (asked) => {
    owned(asked).owner = asked.at.role ?? "";
  }),
  ddl(`ALTER TABLE ${table} CLUSTER BY \\((?<key>.+)\\)`, (asked) => {
    Object.assign(owned(asked), { clusterBy: asked.at.key ?? null, running: true });
  }),
];
