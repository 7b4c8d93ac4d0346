import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy/index.js";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import { expect, test } from "@jest/globals";
import { registryConfig } from "../../../constructs/registry/config.ts";
import { ImageRepositories } from "../../../constructs/registry/image-repositories.ts";
import type { Protection } from "../../../constructs/support/protection.ts";
import { contextOf } from "../../support/context.ts";
import { build, only } from "../../support/synth.ts";

function images(protection: Protection = "locked") {
  const config = registryConfig.parse({ repositories: { jobs: { keepImages: 50 } } });
  return build(
    (stack) => new ImageRepositories(stack, "images", { context: contextOf(protection), config, keyArn: "key" }),
  );
}

test("a tag never moves, and images are scanned as they arrive and encrypted with the given key", () => {
  expect(only(images(), EcrRepository)).toMatchObject({
    name: "acme-test-jobs",
    image_tag_mutability: "IMMUTABLE",
    image_scanning_configuration: { scan_on_push: true },
    encryption_configuration: [{ encryption_type: "KMS", kms_key: "key" }],
  });
});

test("untagged images go after a week, and of the others the newest stay", () => {
  const { rules } = JSON.parse(only(images(), EcrLifecyclePolicy).policy);
  expect(rules.map(({ selection }: { selection: object }) => selection)).toEqual([
    { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 7 },
    { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 50 },
  ]);
});

test.each<[Protection, boolean, boolean]>([
  ["ephemeral", true, false],
  ["standard", false, true],
  ["locked", false, true],
])("under %s, a repository goes with its images: %s; destroying it is refused: %s", (protection, emptied, refused) => {
  const repository = only(images(protection), EcrRepository);
  expect(repository.force_delete).toBe(emptied);
  expect(repository.lifecycle?.prevent_destroy ?? false).toBe(refused);
});
