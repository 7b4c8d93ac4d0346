import { z } from "zod";
import { kebabName, recordOf, whole } from "../support/fields.ts";

const repositoryConfig = z
  .strictObject({
    /** Images kept, the newest first. Enough that no image in use, or to go back to, falls out; ECR allows 100 000 in a repository. */
    keepImages: whole(10, 10_000, "images of a repository").default(200),
  })
  .readonly();

export const registryConfig = z
  .strictObject({
    /** Repositories of the images that the platform builds. */
    repositories: recordOf(kebabName, repositoryConfig).default({}),
  })
  .readonly();

export type RegistryConfig = z.output<typeof registryConfig>;
export type RepositoryConfig = z.output<typeof repositoryConfig>;
