import type { Cell } from "./account.ts";
import { type Asked, type Meaning, owned, query, readable, whole } from "./statements.ts";

const control = '"(?<d>CONTROL)"\\."(?<s>PUBLISH)"\\.';
const lease = `${control}"(?<t>LEASE)"`;
const history = `${control}"(?<t>HISTORY)"`;

/** The lease and the history: updates and merges of one table come one after the other, each seeing what the last wrote. */
export const controlMeanings: readonly Meaning[] = [
  dml(`MERGE INTO ${lease} L USING \\(SELECT \\? AS DATABASE_NAME\\) .+`, (asked) => {
    const [database = null] = asked.binds;
    const { rows } = owned(asked);
    if (rows.some((row) => row.DATABASE_NAME === database)) return;
    const now = asked.account.now;
    const times = { ACQUIRED_AT: now, EXPIRES_AT: now };
    rows.push({ DATABASE_NAME: database, TOKEN: 0, OWNER: "", HOLDER: "", ATTEMPT: "", ...times, RELEASED: true });
  }),
  dml(
    `UPDATE ${lease} SET TOKEN = TOKEN \\+ 1, OWNER = \\?, HOLDER = \\?, ATTEMPT = \\?, ACQUIRED_AT = SYSDATE\\(\\), ` +
      "EXPIRES_AT = DATEADD\\(second, \\?, SYSDATE\\(\\)\\), RELEASED = FALSE " +
      "WHERE DATABASE_NAME = \\? AND \\(RELEASED OR EXPIRES_AT <= SYSDATE\\(\\) OR OWNER = \\?\\)",
    (asked) => {
      const [owner = null, holder = null, attempt = null, seconds, database, same] = asked.binds;
      const now = asked.account.now;
      for (const row of owned(asked).rows) {
        if (row.DATABASE_NAME !== database) continue;
        if (row.RELEASED !== true && Number(row.EXPIRES_AT) > now && row.OWNER !== same) continue;
        const times = { ACQUIRED_AT: now, EXPIRES_AT: now + Number(seconds) * 1000 };
        const taken = { OWNER: owner, HOLDER: holder, ATTEMPT: attempt, ...times, RELEASED: false };
        Object.assign(row, { TOKEN: Number(row.TOKEN) + 1, ...taken });
      }
    },
  ),
  dml(
    `UPDATE ${lease} SET EXPIRES_AT = DATEADD\\(second, \\?, SYSDATE\\(\\)\\) ` +
      "WHERE DATABASE_NAME = \\? AND TOKEN = \\? AND NOT RELEASED AND EXPIRES_AT > SYSDATE\\(\\)",
    (asked) => {
      const [seconds, database, token] = asked.binds;
      const now = asked.account.now;
      for (const row of owned(asked).rows) {
        const held = row.RELEASED !== true && Number(row.EXPIRES_AT) > now;
        if (row.DATABASE_NAME !== database || row.TOKEN !== token || !held) continue;
        row.EXPIRES_AT = now + Number(seconds) * 1000;
      }
    },
  ),
  dml(`UPDATE ${lease} SET RELEASED = TRUE WHERE DATABASE_NAME = \\? AND TOKEN = \\?`, (asked) => {
    const [database, token] = asked.binds;
    for (const row of owned(asked).rows) {
      if (row.DATABASE_NAME === database && row.TOKEN === token) row.RELEASED = true;
    }
  }),
  query(`SELECT TOKEN, OWNER, HOLDER, ATTEMPT, RELEASED, .+ FROM ${lease} WHERE DATABASE_NAME = \\?`, (asked) =>
    readable(asked)
      .rows.filter((row) => row.DATABASE_NAME === asked.binds[0])
      .map((row) => ({
        ...row,
        ACQUIRED_AT: instant(row.ACQUIRED_AT),
        EXPIRES_AT: instant(row.EXPIRES_AT),
        MILLISECONDS_LEFT: Number(row.EXPIRES_AT) - asked.account.now,
      })),
  ),

  dml(`MERGE INTO ${history} H USING .+ WHEN NOT MATCHED THEN INSERT .+`, (asked) => {
    const [DATABASE_NAME = null, TOKEN = null, VERSION = null, RUN_ID = null, OUTCOME = null, ENTRY = null] =
      asked.binds;
    const { rows } = owned(asked);
    const same = (row: Record<string, Cell>) =>
      row.DATABASE_NAME === DATABASE_NAME && row.TOKEN === TOKEN && row.VERSION === VERSION;
    if (!rows.some(same)) rows.push({ DATABASE_NAME, TOKEN, VERSION, RUN_ID, OUTCOME, ENTRY });
  }),
  query(
    `SELECT ENTRY FROM ${history} WHERE DATABASE_NAME = \\? ORDER BY RECORDED_AT DESC, TOKEN DESC LIMIT (?<limit>\\d+)`,
    (asked) => {
      const rows = readable(asked).rows.filter((row) => row.DATABASE_NAME === asked.binds[0]);
      return rows.toReversed().slice(0, Number(asked.at.limit));
    },
  ),
];

function dml(pattern: string, run: (asked: Asked) => void): Meaning {
  const act = (asked: Asked) => {
    run(asked);
    return [];
  };
  return { pattern: whole(pattern), run: act };
}

function instant(milliseconds: Cell | undefined): string {
  return new Date(Number(milliseconds)).toISOString();
}
