import type { Random } from "./random.ts";
import type { ShopEvent } from "./shop.ts";

/** Ways in which a line is no event, each as producers and transports have done it. */
export const malformations = {
  "cut off": (event) => JSON.stringify(event).slice(0, -12),
  "not JSON": () => "Exception in thread main: broker not available",
  "a list": (event) => JSON.stringify([event]),
  "no time": ({ timestamp: _, ...event }) => JSON.stringify(event),
  "a local time": (event) => JSON.stringify({ ...event, timestamp: "15/01/2026 10:00" }),
  "an offset": (event) => JSON.stringify({ ...event, timestamp: `${event.timestamp}+02:00` }),
  "a number for text": (event) => JSON.stringify({ ...event, schema_version: 1 }),
  "an unknown field": (event) => JSON.stringify({ ...event, debug: true }),
  "a field twice": (event) => `{"schema_version":"0.9",${JSON.stringify(event).slice(1)}`,
  "half a character": (event) => JSON.stringify({ ...event, schema_version: "\ud83d" }),
  "not UTF-8": (event) => Buffer.from(JSON.stringify({ ...event, schema_version: "Caf\u00e9" }), "latin1"),
} satisfies Record<string, (event: ShopEvent) => string | Buffer>;

export type Malformation = keyof typeof malformations;

const names = Object.keys(malformations) as Malformation[];

export function malformed(
  event: ShopEvent,
  random: Random,
): { readonly kind: Malformation; readonly line: string | Buffer } {
  const kind = random.pick(names);
  return { kind, line: malformations[kind](event) };
}
