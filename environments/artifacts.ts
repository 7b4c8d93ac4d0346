import { type Artifact, artifactKey } from "../constructs/support/artifacts.ts";
import { joined } from "../constructs/support/names.ts";
import type { Environment } from "./environment.ts";

/** An artifact that an environment runs and does not make: what it is, and where it must lie. */
export interface DeclaredArtifact extends Artifact {
  /** Where the environment declares it. */
  readonly path: string;
  readonly accountId: string;
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
}

export function artifactsOf(environment: Environment): DeclaredArtifact[] {
  const { aws, links } = environment;
  if (links.connector === undefined) return [];
  const { version, sha256 } = links.connector;
  return [
    {
      path: "links.connector",
      version,
      sha256,
      ...aws,
      bucket: joined("bucket", environment, ["artifacts"]),
      key: artifactKey({ version, sha256 }),
    },
  ];
}
