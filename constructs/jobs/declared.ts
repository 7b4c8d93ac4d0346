/** What stands at a key that a definition names. The environment's rules leave no other keys; this holds them to it. */
export function declared<T>(record: Readonly<Record<string, T>>, key: string): T {
  const found = record[key];
  if (found === undefined) throw new Error(`${key} is not declared in this environment.`);
  return found;
}
