import { ConfigurationError } from "../../constructs/support/errors.ts";
import type { Environment } from "../../environments/environment.ts";

export interface PublishJob {
  readonly name: string;
  /** The database that it publishes. */
  readonly database: string;
}

/** The environment's publish job; where there are several, the one that publishes the named database. */
export function publishJob(environment: Environment, database: string | undefined): PublishJob {
  const publishing = Object.entries(environment.jobs.definitions).flatMap(([name, definition]) =>
    definition.kind === "publish" ? [{ name, database: definition.database }] : [],
  );
  const found = database === undefined ? publishing : publishing.filter((job) => job.database === database);
  const [first, ...more] = found;
  if (first !== undefined && more.length === 0) return first;
  const databases = publishing.map((job) => job.database).join(", ") || "none";
  throw new ConfigurationError([
    `${environment.name}: the published database is ${database ?? "not named"}; it must be one of ${databases}. Name it with --database.`,
  ]);
}
