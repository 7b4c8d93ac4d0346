import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { utcTime } from "../../../jobs/ingest/event-time.ts";

test.each([
  "",
  "now",
  "2026-01-15",
  "2026-02-30T00:00:00",
  "2026-13-01T00:00:00",
  "2026-01-15T24:00:00",
  "2026-01-15T23:60:00",
  "2026-01-15T23:59:60",
  "2026-01-15T09:30:00+02:00",
  "2026-01-15T09:30:00.1234567890",
  "2026-01-15T09:30:00z",
  "15/01/2026 10:00",
  "1768469400",
])("%p is no time in UTC", (text) => {
  expect(utcTime(text)).toBeUndefined();
});

test.each([
  "2026-01-15T09:30:00",
  "2026-01-15 09:30:00.5",
  "2026-01-15T09:30:00.123456789Z",
  "2026-01-15T09:30:00+00:00",
])("%p is one", (text) => {
  expect(utcTime(text)).toBe(Date.UTC(2026, 0, 15, 9, 30));
});

test("every second of every year is the instant that Date says", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }), (date) => {
      const second = Math.floor(date.getTime() / 1000) * 1000;
      expect(utcTime(date.toISOString())).toBe(second);
    }),
  );
});
