import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy/index.js";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { stateful } from "../support/lifecycle.ts";
import { physicalName } from "../support/names.ts";
import { safeguards } from "../support/protection.ts";
import type { RegistryConfig, RepositoryConfig } from "./config.ts";

export interface ImageRepositoriesProps {
  readonly context: PlatformContext;
  readonly config: RegistryConfig;
  readonly keyArn: string;
}

/** Days that an image without a tag stays: the rest of a build that failed, or of one that was pushed again. */
const untaggedDays = 7;

/**
 * Where the platform's images lie. A tag never moves to another image, every image is scanned as it arrives, and nobody
 * outside the account gets at them: there is no repository policy, so that the account's IAM policies alone decide.
 */
export class ImageRepositories extends Construct {
  /** By the names of the configuration. */
  readonly urls: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: ImageRepositoriesProps) {
    super(scope, id);
    this.urls = Object.fromEntries(
      Object.entries(props.config.repositories).map(([name, config]) => [
        name,
        createRepository(new Construct(this, name), props, name, config).repositoryUrl,
      ]),
    );
  }
}

function createRepository(
  scope: Construct,
  { context, keyArn }: ImageRepositoriesProps,
  name: string,
  { keepImages }: RepositoryConfig,
): EcrRepository {
  const repository = new EcrRepository(scope, "repository", {
    name: physicalName("repository", context, name),
    imageTagMutability: "IMMUTABLE",
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: keyArn }],
    forceDelete: safeguards(context.protection).emptyBuckets,
    lifecycle: stateful(context),
  });
  new EcrLifecyclePolicy(scope, "lifecycle", {
    repository: repository.name,
    policy: JSON.stringify({ rules: [untagged, newest(keepImages)] }),
  });
  return repository;
}

const untagged = {
  rulePriority: 1,
  description: `Untagged images go after ${untaggedDays} days`,
  selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: untaggedDays },
  action: { type: "expire" },
};

/** ECR wants the rule for any image last. */
function newest(count: number) {
  return {
    rulePriority: 2,
    description: `The newest ${count} images stay`,
    selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: count },
    action: { type: "expire" },
  };
}
