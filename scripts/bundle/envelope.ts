import { createHash } from "node:crypto";
import { Decrypter, Encrypter } from "age-encryption";
import { Refused } from "./refused.ts";

/** One line of text before the encrypted part: environment, length of that part in bytes, its SHA-256. It tells a file that was cut off from one that was changed, and from one for another key. */
const headLine = /^plinth-bundle 1 ([a-z][a-z0-9]*) ([0-9]{1,12}) ([0-9a-f]{64})\n/;
/** More than the longest head there can be. */
const headRoom = 160;

const remedy = "Take the file again from where the preview put it, or make a new preview";

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Encrypts a text for an age recipient (https://age-encryption.org/v1).
 * @param environment stands readable before the encrypted part
 */
export async function seal(environment: string, text: string, recipient: string): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const body = await encrypter.encrypt(text);
  return Buffer.concat([Buffer.from(`plinth-bundle 1 ${environment} ${body.length} ${sha256(body)}\n`), body]);
}

/**
 * The text that was sealed for the environment.
 * @param file what the bytes were read from, for the errors
 * @throws Refused for anything but the file as it was written, for this environment and for one of these identities
 */
export async function unseal(
  bytes: Uint8Array,
  { file, environment, identities }: { file: string; environment: string; identities: () => readonly string[] },
): Promise<string> {
  const head = headLine.exec(Buffer.from(bytes.subarray(0, headRoom)).toString("latin1"));
  if (head === null) throw notBundle(bytes, file);
  const [line, of = "", length = "", digest = ""] = head;
  const body = bytes.subarray(line.length);
  if (body.length < Number(length)) {
    throw new Refused("truncated", [
      `${file}: it has ${body.length} bytes where its head promises ${length}; a bundle is applied whole or not at all. ${remedy}.`,
    ]);
  }
  if (body.length > Number(length) || sha256(body) !== digest) throw altered(file);
  if (of !== environment) {
    throw new Refused("wrong-environment", [
      `${file}: it is a bundle of ${of}; it must be one of ${environment}. Name the environment that was reviewed: npx plinth apply ${of} --plan ${file}.`,
    ]);
  }
  return await decrypted(body, file, identities());
}

function notBundle(bytes: Uint8Array, file: string): Refused {
  if (bytes.length === 0) return new Refused("truncated", [`${file}: it is empty. ${remedy}.`]);
  return new Refused("not-a-bundle", [`${file}: it does not begin as a bundle does. ${remedy}.`]);
}

export function altered(file: string): Refused {
  return new Refused("altered", [
    `${file}: it is not as it was written; only what was reviewed is applied. ${remedy}.`,
  ]);
}

async function decrypted(body: Uint8Array, file: string, identities: readonly string[]): Promise<string> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(body, "text");
  } catch (error) {
    // The bytes are those that were written: that they cannot be read is the key's fault, unless somebody made them so.
    if (!String(error).includes("no identity matched")) throw altered(file);
    throw new Refused("wrong-key", [
      `${file}: none of the keys given opens it; it must be one of the recipient that it was made for (ci.bundleRecipient). Put that one in PLINTH_BUNDLE_IDENTITY.`,
    ]);
  }
}
