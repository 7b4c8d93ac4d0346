import { z } from "zod";
import { listOf, text, whole } from "../support/fields.ts";

/** critical: someone must act now; warning: someone must act today; info: good to know. Each is a topic of its own. */
export const severities = ["critical", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

/**
 * Where alerts go. Addresses that open something to whoever knows them (the webhooks of chat and paging services) are
 * secrets: subscribe those by hand.
 */
const receivers = listOf(
  text(
    /^(https:\/\/[\w.-]+(:\d+)?(\/\S*)?|[\w.+-]+@[\w-]+(\.[\w-]+)+)$/,
    "an https address or an e-mail address",
    'Write it like "data-oncall@example.com"',
  ),
).default([]);

export const observabilityConfig = z
  .strictObject({
    /** Who is told, by severity. Every receiver confirms the subscription once. */
    alerts: z.strictObject({ critical: receivers, warning: receivers, info: receivers }).readonly().prefault({}),
    /** Days that the record of who did what in the account is kept. Under `locked` nobody can shorten it for what is written already. */
    auditDays: whole(90, 3650, "days of audit logs").default(365),
    /** Days that the records of every request to a bucket are kept. */
    accessLogDays: whole(30, 3650, "days of access logs").default(90),
    /** What the whole AWS account may cost in a month; a warning comes at 80 % of it, and when it is about to be passed. */
    monthlyBudgetUsd: whole(1, 10_000_000, "US dollars a month").default(1000),
  })
  .readonly();

export type ObservabilityConfig = z.output<typeof observabilityConfig>;
