import { at, first, numberOf } from "../../preview/plan/values.ts";
import { type Charging, undeclared, unknownSize } from "../charge.ts";
import { daysPerMonth, exact, product, quotient } from "../fraction.ts";
import { declaredFor } from "./storage.ts";

/** Material that rotation keeps costs as much again, for the first two; it is not counted. */
export const chargeKey: Charging = () => [
  { driver: "Encryption keys", label: "× key", item: "kms.key", quantity: exact(1) },
];

export const chargeSecret: Charging = () => [
  { driver: "Secrets", label: "× secret", item: "secret", quantity: exact(1) },
];

/** Paid by the metrics that an alarm looks at; one that looks more often than once a minute costs more. */
export const chargeAlarm: Charging = ({ values }) => {
  const metrics = at(values, "metric_query.metric").length || 1;
  const periods = [values.period, ...at(values, "metric_query.metric.period")].map(numberOf);
  const isFast = periods.some((period) => period !== undefined && period < 60);
  const item = isFast ? "alarm.high-resolution" : "alarm.standard";
  return [{ driver: "Alarms", label: isFast ? "× fast metric" : "× metric", item, quantity: exact(metrics) }];
};

export const chargeLogGroup: Charging = (resource, { usage }) => {
  const { values, address } = resource;
  if (typeof values.name !== "string") return [unknownSize(resource, "its name")];
  const name = declaredFor(values.name, Object.keys(usage.logs), "/");
  const volume = name === undefined ? undefined : usage.logs[name]?.gibPerDay;
  if (volume === undefined) return [undeclared(address, "logs.<group>.gibPerDay")];
  const quantity = product(exact(volume), daysPerMonth);
  return [{ driver: "Logs, written", label: "GiB", item: "logs.written", quantity, declared: `logs.${name}` }];
};

/** The first copy of management events is free, and each account has one trail here. */
export const chargeTrail: Charging = ({ values, address }, { usage }) => {
  const watches =
    at(values, "advanced_event_selector.field_selector.equals").includes("Data") ||
    first(values, "event_selector.data_resource") !== undefined;
  if (!watches) return [];
  const events = usage.trail.dataEventsPerDay;
  const declared = "trail.dataEventsPerDay";
  if (events === undefined) return [undeclared(address, declared)];
  const quantity = quotient(product(exact(events), daysPerMonth), exact(100_000));
  return [{ driver: "Audit trail", label: "× 100,000 data events", item: "trail.data-events", quantity, declared }];
};
