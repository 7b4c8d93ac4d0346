import { z } from "zod";

/** From "destroy me at will" to "nothing goes without two keys". */
export const protections = ["ephemeral", "standard", "locked"] as const;
export const protection = z.enum(protections);
export type Protection = z.output<typeof protection>;

interface Safeguards {
  /** Terraform refuses any plan that would destroy a resource that holds state. */
  readonly preventDestroy: boolean;
  /** The service itself refuses deletion, where it can. */
  readonly deletionProtection: boolean;
  /** Destroying a bucket empties it first. */
  readonly emptyBuckets: boolean;
  /** Who may delete audit logs before their time: anyone with the right to, a few who may bypass governance, or nobody at all. */
  readonly auditLock: "GOVERNANCE" | "COMPLIANCE" | undefined;
  /** Days that a deleted secret can be restored; 0 deletes at once. Secrets Manager allows 7 to 30. */
  readonly secretRecoveryDays: number;
  /** Days that a deleted key can be restored. KMS allows 7 to 30. */
  readonly keyDeletionDays: number;
  /** Whether clients may delete Kafka topics. */
  readonly topicDeletion: boolean;
  /** Days of Snowflake Time Travel that every database has at least. */
  readonly timeTravelDays: number;
  /** Days that a replaced object of the lake stays restorable at least. */
  readonly noncurrentDays: number;
}

const table: Record<Protection, Safeguards> = {
  ephemeral: {
    preventDestroy: false,
    deletionProtection: false,
    emptyBuckets: true,
    auditLock: undefined,
    secretRecoveryDays: 0,
    keyDeletionDays: 7,
    topicDeletion: true,
    timeTravelDays: 0,
    noncurrentDays: 1,
  },
  standard: {
    preventDestroy: true,
    deletionProtection: false,
    emptyBuckets: false,
    auditLock: "GOVERNANCE",
    secretRecoveryDays: 7,
    keyDeletionDays: 30,
    topicDeletion: true,
    timeTravelDays: 1,
    noncurrentDays: 7,
  },
  locked: {
    preventDestroy: true,
    deletionProtection: true,
    emptyBuckets: false,
    auditLock: "COMPLIANCE",
    secretRecoveryDays: 30,
    keyDeletionDays: 30,
    topicDeletion: false,
    timeTravelDays: 7,
    noncurrentDays: 30,
  },
};

export function safeguards(protection: Protection): Safeguards {
  return table[protection];
}
