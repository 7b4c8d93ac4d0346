import { createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, readSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { DeclaredArtifact } from "../../environments/artifacts.ts";
import { shownPath } from "../../environments/shown.ts";
import { codeOf } from "../../rehearsal/cloud/lock.ts";

/** How a ZIP file begins (PKWARE, APPNOTE, "Local file header"). */
const zipStart = Buffer.from("PK\u0003\u0004", "latin1");

/** The SHA-256 of a ZIP file, in hexadecimal digits; an error that names the file when it cannot be one. */
export async function archiveDigest(file: string): Promise<string> {
  refuseOthers(file);
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

function refuseOthers(file: string): void {
  const start = Buffer.alloc(zipStart.length);
  try {
    if (!statSync(file).isFile()) throw new Error("it is no file");
    const descriptor = openSync(file, "r");
    try {
      readSync(descriptor, start);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new ConfigurationError([
      `${file}: the archive cannot be read (${codeOf(error) ?? "it is no file"}); it must be a file of this machine. Correct the path, or its permissions.`,
    ]);
  }
  if (start.equals(zipStart)) return;
  throw new ConfigurationError([
    `${file}: the file is no ZIP archive; MSK Connect takes connectors as ZIP files. Name the archive.`,
  ]);
}

/** The declared artifact that a file is. */
export function declaredBy(
  environment: string,
  file: string,
  digest: string,
  declared: readonly DeclaredArtifact[],
): DeclaredArtifact {
  const found = declared.find(({ sha256 }) => sha256 === digest);
  if (found) return found;
  const expected = declared.map(({ path, sha256 }) => `${shownPath(`${path}.sha256`.split("."))} is "${sha256}"`);
  throw new ConfigurationError([
    `${file}: its SHA-256 is ${digest}; in ${environment} ${expected.join(", ")}, and only what is declared is pushed. Name the declared archive, or declare this one with its version in environments/${environment}.ts.`,
  ]);
}
