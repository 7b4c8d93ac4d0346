import picomatch from "picomatch";
import { ConfigurationError } from "../constructs/support/errors.ts";

/** A deliberate, expiring permission to loosen or destroy what an environment protects. */
export interface Unlock {
  readonly environment: string;
  /** Whether a resource's address lies within the permission. */
  readonly covers: (address: string) => boolean;
  readonly expires: Date;
  readonly text: string;
}

const variable = "PLINTH_UNLOCK";

/** Reads `PLINTH_UNLOCK=<environment>:<address glob>:<expiry date>`. An unreadable or expired permission is an error, not a silent no. */
export function unlock(environment: string, now = new Date(), text = process.env[variable]): Unlock | undefined {
  if (!text) return undefined;
  const [name, glob, ...rest] = text.split(":");
  const expires = instant(rest.join(":"));
  if (!name || !glob || expires === undefined) {
    const example = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10);
    throw new ConfigurationError([
      `${variable}: the value is ${JSON.stringify(text)}; it must be <environment>:<address glob>:<expiry date>. Write it like "${environment}:aws_s3_bucket.*:${example}".`,
    ]);
  }
  if (name !== environment) return undefined;
  if (expires <= now) {
    throw new ConfigurationError([
      `${variable}: the permission for ${name} expired at ${expires.toISOString()}; it must lie in the future. Remove it or ask for a new one.`,
    ]);
  }
  return { environment: name, covers: picomatch(glob), expires, text };
}

/** A date or a time of ISO 8601 with its zone; Date alone would take "Friday 13" too. */
function instant(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return undefined;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? undefined : at;
}
