import { accessSync, constants, mkdirSync } from "node:fs";
import { ConfigurationError } from "../constructs/support/errors.ts";

/** The folder, made if it was not there; an error that names it when nothing can be written in it. */
export function writable(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new ConfigurationError([
      `${folder}: the folder cannot be written (${reason}); the command keeps its work there. Choose another folder or change its permissions.`,
    ]);
  }
}
