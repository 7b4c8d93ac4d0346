import { existsSync } from "node:fs";
import { artifactsOf, type DeclaredArtifact } from "../environments/artifacts.ts";
import type { Environment } from "../environments/environment.ts";
import { homeFolders, simulatedHome } from "../environments/home.ts";
import { artifactFile } from "../rehearsal/artifacts.ts";
import { artifactState } from "./artifacts/real-bucket.ts";
import { isStandIn } from "./artifacts/simulated-bucket.ts";
import type { Finding } from "./findings.ts";

/** Whether what the environment runs and does not make has been pushed. */
export async function artifactFindings(
  environment: Environment,
  identity: Finding,
  env: NodeJS.ProcessEnv,
): Promise<Finding[]> {
  const found = artifactsOf(environment).map((artifact) => finding(environment, artifact, identity, env));
  // The connectors' plugin is made of the archive.
  return (await Promise.all(found)).map((artifact) => ({ ...artifact, before: ["data"] }));
}

async function finding(
  { name }: Environment,
  artifact: DeclaredArtifact,
  identity: Finding,
  env: NodeJS.ProcessEnv,
): Promise<Finding> {
  const item = itemOf(artifact);
  if (identity.state !== "ok")
    return { item, state: "unknown", found: "not looked at: there is no AWS identity to look with" };
  const { state, problem } = await artifactState(artifact, env);
  const place = `s3://${artifact.bucket}/${artifact.key}`;
  if (state === "there") return { item, state: "ok", found: `${place} is there` };
  const remedy = `npx plinth artifacts push ${name} <archive>, once the foundation is deployed`;
  if (state === "missing") return { item, state: "missing", found: `${place} is not there`, remedy };
  if (state === "other") return { item, state: "missing", found: `${place} is another object`, remedy };
  return { item, state: "missing", found: String(problem), remedy: "Allow this identity to see the artifact bucket" };
}

/** A simulated cloud runs no connector, so nothing is missing that is not pushed. */
export function simulatedArtifactFindings(environment: Environment): Finding[] {
  const { cloud } = homeFolders(simulatedHome(environment.name));
  return artifactsOf(environment).map((artifact) => {
    const file = artifactFile(cloud, artifact);
    const pushed = existsSync(file) && !isStandIn(file);
    return { item: itemOf(artifact), state: "ok", found: pushed ? `${file} is there` : "taken as pushed" };
  });
}

function itemOf({ path, version }: DeclaredArtifact): string {
  return `${path} ${version}`;
}
