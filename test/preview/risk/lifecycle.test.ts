import { expect, test } from "@jest/globals";
import { analyzed, changeOf, found } from "../analyzed.ts";

test("days that only the provider fills in, in a rule for markers, let nothing expire; days that nobody knows yet may", () => {
  const update = (expiration: object) =>
    changeOf("aws_s3_bucket_lifecycle_configuration.a", ["update"], {
      before: { bucket: "a", rule: [{ status: "Enabled" }, { status: "Enabled", expiration: [{ days: 0 }] }] },
      after: { bucket: "a", rule: [{ status: "Enabled", expiration: [expiration] }] },
      after_unknown: { rule: [{ expiration: [{ days: true }] }] },
    });
  expect(found(analyzed([update({ expired_object_delete_marker: true })]))).toEqual([]);
  expect(found(analyzed([update({})]))).toEqual(["retention-shortened block"]);
});
