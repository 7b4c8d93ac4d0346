import { isUnknown, type PlannedChange } from "../plan/planned-change.ts";
import { first, numberOf } from "../plan/values.ts";

interface Parameter {
  readonly means: string;
  /** Of a time: what holds where nothing is set. */
  readonly days?: number;
  /** Of a name, which is there or not. */
  readonly named?: true;
}

const byIntegration: Parameter = { means: "data leave or come by an address that a statement names" };

/** Parameters that protect what an account holds. Source: Snowflake documentation, "Parameters", with each one's default. */
const protecting: Readonly<Record<string, Parameter>> = {
  DATA_RETENTION_TIME_IN_DAYS: { means: "Time Travel", days: 1 },
  MIN_DATA_RETENTION_TIME_IN_DAYS: { means: "Time Travel", days: 0 },
  MAX_DATA_EXTENSION_TIME_IN_DAYS: { means: "changes that streams have not read", days: 14 },
  NETWORK_POLICY: { means: "sign-in from any address", named: true },
  PREVENT_LOAD_FROM_INLINE_URL: byIntegration,
  PREVENT_UNLOAD_TO_INLINE_URL: byIntegration,
  PREVENT_UNLOAD_TO_INTERNAL_STAGES: { means: "data may be unloaded into stages that everybody has" },
  REQUIRE_STORAGE_INTEGRATION_FOR_STAGE_CREATION: byIntegration,
  REQUIRE_STORAGE_INTEGRATION_FOR_STAGE_OPERATION: byIntegration,
};

interface LoosenedParameter {
  readonly key: string;
  readonly means: string;
  /** Data are kept for a shorter time. */
  readonly retention: boolean;
}

/** A protecting parameter that has a looser value after the change, or its default again. */
export function loosenedParameter(change: PlannedChange): LoosenedParameter[] {
  const { type, action, before, after } = change;
  if (!/^snowflake_(account|object)_parameter$/.test(type) || before === undefined || action === "forget") return [];
  const key = keyOf(before);
  const parameter = Object.hasOwn(protecting, key) ? protecting[key] : undefined;
  if (parameter === undefined) return [];
  const { means, days, named } = parameter;
  const kept = keyOf(after) === key;
  // Which policy it will be, access-widened tells.
  if (named && kept && isUnknown(change, "value")) return [];
  const [old, now] = [first(before, "value"), kept ? first(after, "value") : undefined];
  // An object's falls back to that of the object above, which is not known here.
  const fallback = type === "snowflake_object_parameter" ? Math.min(days ?? 0, 0.5) : days;
  const looser =
    days === undefined
      ? isOn(old, named) && !isOn(now, named)
      : (numberOf(now) ?? fallback ?? 0) < (numberOf(old) ?? 0);
  return looser ? [{ key, means, retention: days !== undefined }] : [];
}

/** Snowflake takes keys in any case. */
export function keyOf(values: PlannedChange["after"]): string {
  return String(first(values, "key") ?? "").toUpperCase();
}

function isOn(value: unknown, named: boolean | undefined): boolean {
  return named ? value !== undefined : /^(true|on|1)$/i.test(String(value));
}
