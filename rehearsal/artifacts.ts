import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where an artifact lies. */
export interface ArtifactPlace {
  readonly accountId: string;
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
}

/** The object's bytes in a simulated cloud. */
export function artifactFile(cloudDir: string, { accountId, region, bucket, key }: ArtifactPlace): string {
  return join(cloudDir, "aws", accountId, region, "buckets", bucket, key);
}

/** What a file says of itself that lies where a pushed artifact would. */
export const standInText = "This file stands in for an artifact that nobody has pushed to this simulated cloud.\n";

/**
 * Puts stand-ins where artifacts are missing: a simulated cloud takes them as pushed, for nothing in it runs them. Answers
 * what it stood in for.
 */
export function standInForArtifacts(cloudDir: string, places: readonly ArtifactPlace[]): ArtifactPlace[] {
  const missing = places.filter((place) => !existsSync(artifactFile(cloudDir, place)));
  for (const place of missing) {
    const file = artifactFile(cloudDir, place);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, standInText);
  }
  return missing;
}
