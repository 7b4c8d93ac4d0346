import { expect, test } from "@jest/globals";
import { lifecycleRules } from "../../../constructs/support/bucket-lifecycle.ts";

const least = { noncurrentDays: 30, abortUploadsAfterDays: 7 };

test("objects stay where they are unless the configuration moves or expires them", () => {
  expect(lifecycleRules(least).map((rule) => rule.id)).toEqual(["leftovers"]);
});

test("objects move to colder storage in order and expire last", () => {
  const [current] = lifecycleRules({
    ...least,
    deepArchiveAfterDays: 365,
    archiveAfterDays: 180,
    infrequentAfterDays: 90,
    expireAfterDays: 2555,
  });
  expect(current).toMatchObject({
    transition: [
      { days: 90, storageClass: "STANDARD_IA" },
      { days: 180, storageClass: "GLACIER" },
      { days: 365, storageClass: "DEEP_ARCHIVE" },
    ],
    expiration: [{ days: 2555 }],
  });
});

test("an expiry without moves is a rule of its own, and moves without expiry delete nothing", () => {
  expect(lifecycleRules({ ...least, expireAfterDays: 10 })[0]).toMatchObject({
    transition: [],
    expiration: [{ days: 10 }],
  });
  expect(lifecycleRules({ ...least, infrequentAfterDays: 30 })[0]).toMatchObject({ expiration: [] });
});

test("replaced versions that are to stay are counted apart from their age", () => {
  expect(lifecycleRules({ ...least, keepVersions: 3 }).at(-1)).toMatchObject({
    noncurrentVersionExpiration: [{ noncurrentDays: 30, newerNoncurrentVersions: 3 }],
  });
});

test("replaced objects, orphaned delete markers and unfinished uploads are always cleared away", () => {
  expect(lifecycleRules({ ...least, expireAfterDays: 10 }).at(-1)).toMatchObject({
    expiration: [{ expiredObjectDeleteMarker: true }],
    noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
  });
});
