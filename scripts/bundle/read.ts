import { readFileSync } from "node:fs";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import { type Bundle, bundle } from "./bundle.ts";
import { altered, sha256, unseal } from "./envelope.ts";
import { identitiesOf, type KeyHolder } from "./keys.ts";
import { Refused } from "./refused.ts";

export interface OpenedBundle {
  readonly file: string;
  /** SHA-256 of the whole file: what an approval names. */
  readonly sha256: string;
  readonly content: Bundle;
}

interface Expectation {
  readonly environment: KeyHolder;
  readonly home: string | undefined;
  /** SHA-256 that was approved. */
  readonly approved?: string | undefined;
}

/**
 * Opens a bundle. What it says is looked at by others.
 * @throws Refused when it is not the one that was written for the environment, and approved
 */
export async function readBundle(file: string, { environment, home, approved }: Expectation): Promise<OpenedBundle> {
  const bytes = contentOf(file);
  const digest = sha256(bytes);
  if (approved !== undefined && approved !== digest) {
    throw new Refused("not-approved", [
      `${file}: its SHA-256 is ${digest}; approved was ${approved}. Apply the file that was approved.`,
    ]);
  }
  const identities = () => identitiesOf(environment, home);
  const text = await unseal(bytes, { file, environment: environment.name, identities });
  const { success, data } = bundle.safeParse(parsed(text));
  if (!success || data.surroundings.environment !== environment.name) throw altered(file);
  const whole = ({ plan }: Bundle["stacks"][number]) =>
    plan === undefined || sha256(Buffer.from(plan.bytes, "base64")) === plan.sha256;
  if (!data.stacks.every(whole)) throw altered(file);
  return { file, sha256: digest, content: data };
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigurationError([
      `--plan ${file}: the file cannot be read (${String(Object(error).code)}); it must be a bundle that plinth preview wrote. Name that file.`,
    ]);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
