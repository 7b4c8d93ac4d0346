/** A database, or one schema of it, as configurations write it: DATABASE or DATABASE.SCHEMA. */
export interface Place {
  readonly database: string;
  readonly schema?: string;
}

export function placeOf(text: string): Place {
  const [database = "", schema] = text.split(".");
  return schema === undefined ? { database } : { database, schema };
}

/** Whether what is said of `outer` holds for `inner` too. */
export function covers(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`);
}
