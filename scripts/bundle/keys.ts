import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Environment } from "../../environments/environment.ts";
import { placeFile } from "../../rehearsal/place-file.ts";
import { Refused } from "./refused.ts";

/** Who has the key of an environment's bundles. */
export interface KeyHolder {
  readonly name: Environment["name"];
  readonly ci: { readonly repository: string; readonly bundleRecipient?: string | undefined };
}

const variable = "PLINTH_BUNDLE_IDENTITY";
const identity = /^AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+$/;

/**
 * Whom the environment's bundles are encrypted to: the one declared; in a simulated cloud, one whose key lies in its home.
 * @throws ConfigurationError for a real environment that declares none
 */
export async function recipientOf({ name, ci }: KeyHolder, home: string | undefined): Promise<string> {
  if (ci.bundleRecipient !== undefined) return ci.bundleRecipient;
  if (home !== undefined) return await identityToRecipient(await ownIdentity(home));
  throw new ConfigurationError([
    `environments/${name}.ts: ci.bundleRecipient is not declared; plan files hold secrets, and a bundle is written for its holder alone. Make a key with age-keygen, declare its public part (age1…), and keep the other where only deploys can read it.`,
  ]);
}

/**
 * The keys that may open a bundle: in PLINTH_BUNDLE_IDENTITY, as they are or as the path of a file with one a line, else the
 * simulated home's own.
 */
export function identitiesOf(
  { name }: Pick<KeyHolder, "name">,
  home: string | undefined,
  given = process.env[variable],
): string[] {
  if (given) return readIdentities(given);
  if (home !== undefined && existsSync(keyFile(home))) return readIdentities(keyFile(home));
  throw new Refused("no-key", [
    `${variable}: it is not set; a bundle of ${name} opens with the key of its recipient alone. Give the key, or the path of a file that holds it.`,
  ]);
}

/** Nothing of the value is repeated: it may be a key with a mistake in it. */
function readIdentities(given: string): string[] {
  const isFile = !given.includes("AGE-SECRET-KEY-");
  const lines = (isFile ? readKeyFile(given) : given).split("\n").map((line) => line.trim());
  const found = lines.filter((line) => line !== "" && !line.startsWith("#"));
  if (found.length > 0 && found.every((line) => identity.test(line))) return found;
  throw new Refused("no-key", [
    `${variable}: ${isFile ? "the file" : "the value"} must hold age identities, one a line, and nothing else. Write it as age-keygen does (AGE-SECRET-KEY-1…).`,
  ]);
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Refused("no-key", [
      `${variable}: it is neither a key nor the path of a file that can be read. Give the key, or the path of a file that holds it.`,
    ]);
  }
}

async function ownIdentity(home: string): Promise<string> {
  const file = keyFile(home);
  if (!existsSync(file)) placeFile(file, `${await generateX25519Identity()}\n`, 0o600);
  const [own = ""] = readIdentities(file);
  return own;
}

function keyFile(home: string): string {
  return join(home, "bundle.key");
}
