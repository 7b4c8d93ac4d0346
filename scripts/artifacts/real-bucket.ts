import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { DeclaredArtifact } from "../../environments/artifacts.ts";
import { awsCli } from "../aws-cli.ts";
import type { Pushed } from "./push.ts";

/** Half a gigabyte, more than any connector, at ten megabits a second. */
const uploadSeconds = 600;

/** What is known of an artifact's place in the artifact bucket. */
export interface ArtifactState {
  readonly state: "there" | "missing" | "other" | "unknown";
  /** Why it is not known, in AWS's words. */
  readonly problem?: string;
}

/** Whether the artifact lies in its bucket, by the checksum that S3 keeps. The bucket of another account is no answer. */
export async function artifactState(artifact: DeclaredArtifact, env: NodeJS.ProcessEnv): Promise<ArtifactState> {
  const { answer, problem } = await awsCli(
    ["s3api", "head-object", ...placeOf(artifact), "--checksum-mode", "ENABLED"],
    env,
  );
  if (problem === undefined) return { state: answer?.ChecksumSHA256 === base64(artifact.sha256) ? "there" : "other" };
  return /\b404\b|Not Found|NoSuchKey/.test(problem) ? { state: "missing" } : { state: "unknown", problem };
}

/** Puts a file into the artifact bucket, under the bucket's own key, and over nothing: whoever comes first stays. */
export async function putInBucket(
  file: string,
  artifact: DeclaredArtifact,
  env: NodeJS.ProcessEnv,
): Promise<Pushed["was"]> {
  if (await isThere(file, artifact, env)) return "there";
  const check = [
    "--if-none-match",
    "*",
    "--checksum-algorithm",
    "SHA256",
    "--checksum-sha256",
    base64(artifact.sha256),
  ];
  const args = ["s3api", "put-object", ...placeOf(artifact), "--body", file, ...check];
  const { problem } = await awsCli(args, env, "", uploadSeconds);
  if (problem === undefined) return "missing";
  if (problem.includes("PreconditionFailed") && (await isThere(file, artifact, env))) return "there";
  throw refused(file, artifact, problem);
}

async function isThere(file: string, artifact: DeclaredArtifact, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { state, problem = "" } = await artifactState(artifact, env);
  if (state === "unknown") throw refused(file, artifact, problem);
  if (state === "other") {
    throw new ConfigurationError([
      `s3://${artifact.bucket}/${artifact.key}: another object lies there, or one without a checksum; what lies under an artifact's name never changes. Find out who put it there, remove it and push again.`,
    ]);
  }
  return state === "there";
}

function refused(file: string, { bucket, key, accountId }: DeclaredArtifact, problem: string): ConfigurationError {
  return new ConfigurationError([
    `${file}: it could not be put to s3://${bucket}/${key}; AWS said: ${problem}. Sign in to account ${accountId} with its deploy role, and deploy the foundation first.`,
  ]);
}

function placeOf({ bucket, key, accountId, region }: DeclaredArtifact): string[] {
  return ["--bucket", bucket, "--key", key, "--expected-bucket-owner", accountId, "--region", region];
}

function base64(hexadecimal: string): string {
  return Buffer.from(hexadecimal, "hex").toString("base64");
}
