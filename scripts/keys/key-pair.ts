import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSign,
  createVerify,
  generateKeyPair,
  type KeyObject,
} from "node:crypto";
import { promisify } from "node:util";

/** 2048 bits, what Snowflake asks for at least ("Key-pair authentication and key-pair rotation"). */
const BITS = 2048;
/** Snowflake takes a token for an hour at most. */
const TOKEN_SECONDS = 300;

/** A key pair as Snowflake and its drivers write it. */
export interface KeyPair {
  /** PKCS #8 in PEM, not encrypted: where it lies is. */
  readonly privateKey: string;
  /** SubjectPublicKeyInfo in base64, one line, without the PEM's first and last. */
  readonly publicKey: string;
}

/** Who a login token is for: account as <ORGANIZATION>-<ACCOUNT>, user by its physical name. */
export interface SignIn {
  readonly account: string;
  readonly user: string;
}

export async function newKeyPair(): Promise<KeyPair> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: BITS });
  return { privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), publicKey: base64(publicKey) };
}

/** The public half of a private key; undefined for text that is no private key. */
export function publicKeyOf(privateKey: string): string | undefined {
  try {
    return base64(createPublicKey(createPrivateKey(privateKey)));
  } catch {
    return undefined;
  }
}

/** As DESCRIBE USER shows it. */
export function fingerprint(publicKey: string): string {
  return `SHA256:${createHash("sha256").update(Buffer.from(publicKey, "base64")).digest("base64")}`;
}

/** The token that key-pair authentication signs in with (Snowflake SQL API developer guide, "Authenticating to the server"). */
export function loginToken({ account, user }: SignIn, privateKey: string, nowMs = Date.now()): string {
  const issued = Math.floor(nowMs / 1000);
  const subject = `${account}.${user}`.toUpperCase();
  const publicKey = base64(createPublicKey(createPrivateKey(privateKey)));
  const claims = {
    iss: `${subject}.${fingerprint(publicKey)}`,
    sub: subject,
    iat: issued,
    exp: issued + TOKEN_SECONDS,
  };
  const text = [{ alg: "RS256", typ: "JWT" }, claims].map((part) => encoded(JSON.stringify(part))).join(".");
  return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey).toString("base64url")}`;
}

/** Whether a token names the user and is signed by the holder of one of the public keys, as the server checks it. */
export function tokenOpens(
  token: string,
  { account, user }: SignIn,
  publicKeys: readonly string[],
  nowMs = Date.now(),
): boolean {
  const [header = "", body = "", signature = ""] = token.split(".");
  const { iss, sub, exp }: { iss?: string; sub?: string; exp?: number } = JSON.parse(
    Buffer.from(body, "base64url").toString(),
  );
  const subject = `${account}.${user}`.toUpperCase();
  const key = publicKeys.find((candidate) => iss === `${subject}.${fingerprint(candidate)}`);
  if (key === undefined || sub !== subject || exp === undefined || exp * 1000 <= nowMs) return false;
  const pem = createPublicKey({ key: Buffer.from(key, "base64"), type: "spki", format: "der" });
  return createVerify("RSA-SHA256").update(`${header}.${body}`).verify(pem, signature, "base64url");
}

function base64(publicKey: KeyObject): string {
  return publicKey.export({ type: "spki", format: "der" }).toString("base64");
}

function encoded(text: string): string {
  return Buffer.from(text).toString("base64url");
}
