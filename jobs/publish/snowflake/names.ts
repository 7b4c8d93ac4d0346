/**
 * The databases of one published database, by name. A swap only ever names the candidate of its own token, a drop only
 * what its own token put aside, and no token is used twice: whatever a run that lost its lease still sends names nothing.
 *   <LIVE>                       what consumers read
 *   <LIVE>__C_<token>            the candidate of this token; right after its swap, the version that was live
 *   <LIVE>__X_<token>_<of>_<n>   put aside by the holder of this token, the n-th; it was the candidate of `of`. Never swapped
 *   <LIVE>__P_<token>            a replaced version, by the token it was published under; 0 is what a deploy made
 */
export interface FamilyMember {
  readonly name: string;
  readonly kind: "live" | "candidate" | "aside" | "previous";
  /** Whose it is: of the candidate, of whoever put it aside, of the version; 0 for live. */
  readonly token: number;
  /** Of something put aside, the token of the candidate that it was, or {@link notCandidate}; else the same as `token`. */
  readonly of: number;
}

/** What a replaced version that is put aside was the candidate of: of no token. */
export const notCandidate = 0;

export function candidateName(live: string, token: number): string {
  return `${live}__C_${token}`;
}

export function asideName(live: string, token: number, of: number, serial: number): string {
  return `${live}__X_${token}_${of}_${serial}`;
}

export function previousName(live: string, token: number): string {
  return `${live}__P_${token}`;
}

/** What a name means in the family of `live`, or null for any other database. */
export function memberOf(live: string, name: string): FamilyMember | null {
  if (name === live) return { name, kind: "live", token: 0, of: 0 };
  if (!name.startsWith(`${live}__`)) return null;
  const rest = name.slice(live.length + 2);
  const own = /^([CP])_(\d+)$/.exec(rest);
  if (own) return { name, kind: own[1] === "C" ? "candidate" : "previous", token: Number(own[2]), of: Number(own[2]) };
  const aside = /^X_(\d+)_(\d+)_\d+$/.exec(rest);
  return aside && { name, kind: "aside", token: Number(aside[1]), of: Number(aside[2]) };
}

/** An identifier as Snowflake takes it literally: upper and lower case are kept. */
export function quoted(...path: readonly string[]): string {
  return path.map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
}

/** `SCHEMA.TABLE` of a contract, in a database. */
export function tableIn(database: string, table: string): string {
  return quoted(database, ...table.split("."));
}

/** A string literal, for statements that take no binds: SHOW, table functions. */
export function literal(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
