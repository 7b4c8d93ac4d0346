import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { DeclaredArtifact } from "../../environments/artifacts.ts";
import { artifactFile, standInText } from "../../rehearsal/artifacts.ts";
import { archiveDigest } from "./archive.ts";
import type { Pushed } from "./push.ts";

/** Puts a file into the bucket's folder of a simulated cloud, where nothing or a stand-in lies; whole or not at all. */
export async function putInFolder(file: string, artifact: DeclaredArtifact, cloud: string): Promise<Pushed["was"]> {
  const target = artifactFile(cloud, artifact);
  if (existsSync(target) && !isStandIn(target)) {
    if ((await archiveDigest(target)) === artifact.sha256) return "there";
    throw new ConfigurationError([
      `${target}: another file lies there; what lies under an artifact's name never changes. Remove it and push again.`,
    ]);
  }
  mkdirSync(dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}.part`;
  copyFileSync(file, draft);
  renameSync(draft, target);
  return "missing";
}

/** Whether nothing but a rehearsal has put the file there. */
export function isStandIn(file: string): boolean {
  return statSync(file).size === standInText.length && readFileSync(file, "utf8") === standInText;
}
