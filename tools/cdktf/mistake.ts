import { ConfigurationError } from "../../constructs/support/errors.ts";
import { Refusal } from "../../rehearsal/cloud/cloud.ts";
import { TerraformUnusable } from "../../rehearsal/terraform.ts";

/**
 * What a command says of an error that the person at the keyboard can mend, one line each. Any other error is thrown again:
 * it is a defect, and its stack trace is wanted.
 */
export function mistake(error: unknown): readonly string[] {
  if (error instanceof ConfigurationError) return error.problems;
  if (error instanceof TerraformUnusable) return [error.message];
  if (error instanceof Refusal) return [error.finding.detail];
  const refused = fileSystemRefusal(error);
  if (refused) return [refused];
  throw error;
}

/** Codes of a file system that cannot do as it is told: https://nodejs.org/api/errors.html#common-system-errors. */
const fileSystemCodes = new Set(["EACCES", "EDQUOT", "EEXIST", "EISDIR", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"]);

function fileSystemRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("path" in error)) return undefined;
  const { code, path } = error;
  if (typeof code !== "string" || !fileSystemCodes.has(code)) return undefined;
  return `${path}: the file system refuses it (${code}); the command keeps its work there. Make room, change the permissions, or move what is in the way.`;
}
