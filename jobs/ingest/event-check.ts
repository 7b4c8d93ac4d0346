import {
  type Breach,
  breachOf,
  type Column,
  compileSchema,
  type EventSource,
  same,
  shortened,
} from "./event-schema.ts";
import { utcForm, utcTime } from "./event-time.ts";
import { textFlaw } from "./json-text.ts";

/** A good event's time in milliseconds, or what a bad one breaks. */
export type Verdict = number | Breach;

/** A check of one line against a source's schema, and against what loading it needs. */
export function eventCheck(source: EventSource, columns: readonly Column[]): (text: string) => Verdict {
  const validate = compileSchema(source);
  const whole = columns.filter(({ type }) => type === "BIGINT").map(({ name }) => name);
  const { key, time } = source;
  return (text) => {
    let event: unknown;
    try {
      event = JSON.parse(text);
    } catch (error) {
      return notJson(error);
    }
    if (!validate(event)) {
      const [first] = validate.errors ?? [];
      return first ? breachOf(first) : same("the event breaks its schema");
    }
    if (typeof event !== "object" || event === null) return same("the event must be an object");
    const flaw = textFlaw(text, event);
    if (flaw !== undefined) return same(flaw);
    for (const name of whole) {
      const value: unknown = Reflect.get(event, name);
      if (typeof value !== "number" || Number.isSafeInteger(value)) continue;
      return said(name, value, `must lie between ±${Number.MAX_SAFE_INTEGER}`);
    }
    for (const name of key) {
      const value: unknown = Reflect.get(event, name);
      if (value === undefined || value === null || value === "") return said(name, value, "must name the event");
    }
    const at: unknown = Reflect.get(event, time);
    return (typeof at === "string" ? utcTime(at) : undefined) ?? said(time, at, `must be ${utcForm}`);
  };
}

/** V8 quotes the text in its message; the raw line stands beside the reason. */
function notJson(error: unknown): Breach {
  const message = error instanceof Error ? error.message : String(error);
  const rule = "it is not JSON";
  const what = message.replace(/^(Unexpected token '.{1,2}').*/su, "$1");
  return { rule, reason: `${rule}: ${what}` };
}

function said(field: string, value: unknown, rule: string): Breach {
  if (value === undefined) return same(`${field} is missing; it ${rule}`);
  return { rule: `${field} ${rule}`, reason: `${field} is ${shortened(value)}; it ${rule}` };
}
