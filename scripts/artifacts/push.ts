import { ConfigurationError } from "../../constructs/support/errors.ts";
import { artifactsOf, type DeclaredArtifact } from "../../environments/artifacts.ts";
import type { Environment } from "../../environments/environment.ts";
import { homeFolders } from "../../environments/home.ts";
import { placeholders } from "../../environments/placeholders.ts";
import { archiveDigest, declaredBy } from "./archive.ts";
import { putInBucket } from "./real-bucket.ts";
import { putInFolder } from "./simulated-bucket.ts";

export interface Pushed {
  readonly file: string;
  readonly place: string;
  /** Whether it was there already, with the same content. */
  readonly was: "there" | "missing";
}

/** Puts each file where the environment's artifacts lie. Nothing is put before every file has proved to be declared. */
export async function pushArtifacts(
  environment: Environment,
  files: readonly string[],
  home: string | undefined,
  env: NodeJS.ProcessEnv,
  report: (line: string) => void,
): Promise<Pushed[]> {
  const declared = artifactsOf(environment);
  if (declared.length === 0) throw nothingDeclared(environment.name);
  if (home === undefined) refuseNamelessAccount(environment);
  const archives: { file: string; artifact: DeclaredArtifact }[] = [];
  for (const file of files) {
    report(`${file}: checking`);
    const digest = await archiveDigest(file);
    archives.push({ file, artifact: declaredBy(environment.name, file, digest, declared) });
  }
  const pushed: Pushed[] = [];
  for (const { file, artifact } of archives) {
    const place = `s3://${artifact.bucket}/${artifact.key}`;
    report(`${file}: to ${place}`);
    const was =
      home === undefined
        ? await putInBucket(file, artifact, env)
        : await putInFolder(file, artifact, homeFolders(home).cloud);
    pushed.push({ file, place, was });
  }
  return pushed;
}

function nothingDeclared(name: string): ConfigurationError {
  return new ConfigurationError([
    `environments/${name}.ts: no artifact is declared; links.connector must say which archive its connectors run. Declare it.`,
  ]);
}

function refuseNamelessAccount(environment: Environment): void {
  const account = placeholders(environment).find(({ path }) => path === "aws.accountId");
  if (account === undefined) return;
  throw new ConfigurationError([
    `environments/${environment.name}.ts: ${account.path} is "${account.value}", a placeholder; artifacts go to a real account. ${account.remedy}.`,
  ]);
}
