declare global {
  interface JSON {
    /** A piece of JSON text to be written as it is (ECMAScript "JSON.parse source text access", Node 21 and later). */
    rawJSON(text: string): object;
    parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
  }
}

/** Whole numbers beyond 2^53 keep every digit: Terraform sends 64-bit integers. */
function revive(_key: string, value: unknown, context: { source?: string }): unknown {
  const source = context.source ?? "";
  return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

export function parseJson(text: string): unknown {
  return JSON.parse(text, revive);
}

/** Indented for people, since they may read and edit the simulated cloud's files. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? JSON.rawJSON(String(item)) : item), 2)}\n`;
}
