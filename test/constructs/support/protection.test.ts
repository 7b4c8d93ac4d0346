import { expect, test } from "@jest/globals";
import { protection, protections, safeguards } from "../../../constructs/support/protection.ts";

test("there is no protection but the three", () => {
  for (const value of ["", "LOCKED", "none", null, undefined, "constructor"]) {
    expect(protection.safeParse(value).success).toBe(false);
  }
});

test("each step protects at least as well as the one before", () => {
  const [weak, middle, strong] = protections.map(safeguards);
  for (const [less, more] of [
    [weak, middle],
    [middle, strong],
  ]) {
    if (!less || !more) throw new Error("three protections were expected");
    expect(Number(more.preventDestroy)).toBeGreaterThanOrEqual(Number(less.preventDestroy));
    expect(Number(more.deletionProtection)).toBeGreaterThanOrEqual(Number(less.deletionProtection));
    expect(Number(more.emptyBuckets)).toBeLessThanOrEqual(Number(less.emptyBuckets));
    expect(more.secretRecoveryDays).toBeGreaterThanOrEqual(less.secretRecoveryDays);
    expect(more.keyDeletionDays).toBeGreaterThanOrEqual(less.keyDeletionDays);
    expect(more.timeTravelDays).toBeGreaterThanOrEqual(less.timeTravelDays);
    expect(more.noncurrentDays).toBeGreaterThanOrEqual(less.noncurrentDays);
    expect(Number(more.topicDeletion)).toBeLessThanOrEqual(Number(less.topicDeletion));
  }
});

test("the windows are those that the services allow", () => {
  for (const name of protections) {
    const { secretRecoveryDays, keyDeletionDays } = safeguards(name);
    // Secrets Manager: 0 (at once) or 7 to 30 days. KMS: 7 to 30 days.
    expect(secretRecoveryDays === 0 || (secretRecoveryDays >= 7 && secretRecoveryDays <= 30)).toBe(true);
    expect(keyDeletionDays >= 7 && keyDeletionDays <= 30).toBe(true);
  }
});
