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
  const expires = new Date(rest.join(":"));
  if (!name || !glob || Number.isNaN(expires.getTime())) {
    throw new ConfigurationError([
      `${variable}: the value is ${JSON.stringify(text)}; it must be <environment>:<address glob>:<expiry date>. Write it like "prod:aws_s3_bucket.*:2026-01-31".`,
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
