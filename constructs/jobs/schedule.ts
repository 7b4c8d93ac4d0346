import { Cron } from "croner";
import { z } from "zod";

/**
 * What Kubernetes' cron parser takes: numbers and names, lists, ranges and steps; no "L", "W", "#" or "@daily", and
 * Sunday is 0 alone (robfig/cron, as the Kubernetes documentation of CronJob names it).
 */
const field = /^((\*|\?|\w+(-\w+)?)(\/\d+)?)(,(\*|\?|\w+(-\w+)?)(\/\d+)?)*$/;

export const schedule = z
  .string()
  .refine(
    (value) => problemOf(value) !== "unreadable",
    'it must be five cron fields, as Kubernetes reads them. Write it like "15 2 * * *"',
  )
  .refine(
    (value) => problemOf(value) !== "never",
    'it must come due some day, and no such day exists. Write it like "15 2 * * *"',
  );

export const timeZone = z
  .string()
  .refine(isTimeZone, 'it must be an IANA time zone, by its exact name. Write it like "Etc/UTC"');

function problemOf(value: string): "unreadable" | "never" | undefined {
  const fields = value.split(" ");
  const dayOfWeek = fields[4] ?? "";
  const names = value.replaceAll(/[A-Z]{3}/gi, "");
  if (fields.length !== 5 || !fields.every((part) => field.test(part)) || /[a-z]/i.test(names)) return "unreadable";
  if (dayOfWeek.split(",").some((part) => /7/.test(part.split("/")[0] ?? ""))) return "unreadable";
  try {
    return new Cron(value, { paused: true }).nextRun() ? undefined : "never";
  } catch {
    return "unreadable";
  }
}

/** Intl also takes offsets and any case; the time zone database that Kubernetes reads does not. */
function isTimeZone(value: string): boolean {
  if (!/^(UTC|[A-Z][A-Za-z]+(\/[A-Z][A-Za-z0-9_+-]+)+)$/.test(value)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
