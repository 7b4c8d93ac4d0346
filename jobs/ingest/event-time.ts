/** Days are few and events many: the start of each day that was met, in milliseconds. */
const days = new Map<string, number>();
const mostDays = 10_000;

const form = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|\+00:00)?$/;

/** What {@link utcTime} understands, for a message. */
export const utcForm = "a time in UTC that exists, like 2026-01-15T09:30:00.25 (with Z, +00:00 or nothing after it)";

/** The instant of a time in UTC, in milliseconds without their fraction; undefined for anything else. */
export function utcTime(text: string): number | undefined {
  if (!form.test(text)) return undefined;
  const day = dayStart(text.slice(0, 10));
  const [hours, minutes, seconds] = [pair(text, 11), pair(text, 14), pair(text, 17)];
  if (Number.isNaN(day) || hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return day + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** Midnight of a day like 2026-01-15 in UTC, in milliseconds; NaN for a day that does not exist. */
export function dayStart(day: string): number {
  const known = days.get(day);
  if (known !== undefined) return known;
  const time = Date.parse(`${day}T00:00:00Z`);
  // Date.parse takes February 30 for March 2.
  const start = !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? time : Number.NaN;
  if (days.size >= mostDays) days.clear();
  days.set(day, start);
  return start;
}

function pair(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}
