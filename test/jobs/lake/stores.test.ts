import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { JobFailure } from "../../../jobs/failure.ts";
import { openStores } from "../../../jobs/lake/stores.ts";

const contract = {
  environment: "local",
  job: "ingest",
  lake: {
    bronze: { bucket: "plinth-local-bronze", access: "read" as const },
    silver: { bucket: "plinth-local-silver", access: "write" as const },
  },
  artifacts: { bucket: "plinth-local-artifacts" },
};

test("every bucket that is not deployed is named in one failure, with what to do", async () => {
  const buckets = mkdtempSync(join(tmpdir(), "plinth-buckets-"));
  mkdirSync(join(buckets, "plinth-local-silver"));
  const opening = openStores(contract, { PLINTH_BUCKETS: buckets });
  await expect(opening).rejects.toThrow(JobFailure);
  await expect(opening).rejects.toThrow(
    [
      `bucket plinth-local-bronze (lake zone bronze) is not deployed: ${join(buckets, "plinth-local-bronze")} does not exist.`,
      `bucket plinth-local-artifacts (artifacts) is not deployed: ${join(buckets, "plinth-local-artifacts")} does not exist.`,
      "The definition of job ingest names it. Deploy it with: npx cdktf deploy local",
    ].join("\n"),
  );
});

test("a zone that the contract does not give is refused by name", async () => {
  const stores = await openStores(contract, {});
  expect(() => stores.zone("gold")).toThrow("it works on the lake's zone gold; its contract gives: bronze, silver.");
});

test("a local platform's buckets are its folders, and others are S3's", async () => {
  const buckets = mkdtempSync(join(tmpdir(), "plinth-buckets-"));
  for (const { bucket } of [...Object.values(contract.lake), contract.artifacts]) mkdirSync(join(buckets, bucket));
  const local = await openStores(contract, { PLINTH_BUCKETS: buckets });
  expect(local.zone("bronze").place("a")).toBe(join(buckets, "plinth-local-bronze", "a"));
  expect((await openStores(contract, {})).zone("bronze").place("a")).toBe("s3://plinth-local-bronze/a");
});
