import type { Environment } from "./environment.ts";

/** Something that stands in for a value only the user can give. */
export interface Placeholder {
  readonly path: string;
  readonly value: string;
  readonly remedy: string;
}

/** What keeps an environment from reaching a real account; synthesis and rehearsal work with all of it in place. */
export function placeholders(environment: Environment): Placeholder[] {
  const { aws, snowflake, jobs, ci, links } = environment;
  const found: Placeholder[] = [];
  if (aws.accountId.startsWith("00000000")) {
    found.push({
      path: "aws.accountId",
      value: aws.accountId,
      remedy: "Write the account's id (aws sts get-caller-identity shows it)",
    });
  }
  if (snowflake.organization === "EXAMPLE_ORG") {
    found.push({
      path: "snowflake.organization",
      value: snowflake.organization,
      remedy: "Write your organization and account (SELECT CURRENT_ORGANIZATION_NAME(), CURRENT_ACCOUNT_NAME())",
    });
  }
  if (ci.repository.startsWith("example-org/")) {
    found.push({
      path: "ci.repository",
      value: ci.repository,
      remedy: "Write the GitHub repository whose workflows deploy",
    });
  }
  const images = Object.entries(jobs.definitions).map(([name, { image }]) => [`jobs.definitions.${name}.image`, image]);
  for (const [path = "", image] of [["jobs.image", jobs.image], ...images]) {
    if (!image?.endsWith(`@sha256:${"0".repeat(64)}`)) continue;
    found.push({
      path,
      value: image,
      remedy: "Build and push the image and write its digest (docker buildx build --push -f jobs/Dockerfile prints it)",
    });
  }
  if (links.connector?.sha256 === "0".repeat(64)) {
    found.push({
      path: "links.connector.sha256",
      value: links.connector.sha256,
      remedy: 'Make the connector\'s archive and write its SHA-256 (docs/links.md, "The archive"; sha256sum prints it)',
    });
  }
  return found;
}
