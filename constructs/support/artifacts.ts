/** The archive that MSK Connect runs: the connector and the provider of secrets, in one ZIP file. */
export interface Artifact {
  readonly version: string;
  readonly sha256: string;
}

/** Everything below belongs to connectors; no other part of the artifact bucket does. */
export const artifactFolder = "connectors";

/** Where an archive lies in the artifact bucket. Its name carries its content, so what lies there never changes. */
export function artifactKey({ version, sha256 }: Artifact): string {
  return `${artifactFolder}/snowflake-kafka-connector-${version}-${sha256}.zip`;
}
