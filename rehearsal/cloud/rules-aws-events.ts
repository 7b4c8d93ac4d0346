import type { Change } from "./account.ts";
import { textAt, textsAt } from "./paths.ts";
import { type Rule, refuse, type Surroundings } from "./rule.ts";

/** What S3 refuses of whom it is to tell about a bucket's objects, by type. */
export const EVENT_RULES: Readonly<Record<string, readonly Rule[]>> = {
  aws_s3_bucket_notification: [mayTell, prefixesApart],
};

const S3 = "s3.amazonaws.com";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html: S3 sends a test event before it agrees. */
function mayTell(change: Change, near: Surroundings): void {
  for (const arn of new Set(textsAt(change.asked ?? {}, "topic.topic_arn"))) {
    const policy = textAt(near.find("aws_sns_topic_policy", arn) ?? {}, "policy") ?? "";
    const key = textAt(near.find("aws_sns_topic", arn) ?? {}, "kms_master_key_id");
    if (!policy.includes(S3)) refuseTopic(change, arn, `its policy does not let ${S3} publish`);
    const found = near.list("aws_kms_key").find(({ values }) => values.arn === key);
    if (found && !String(found.values.policy).includes(`"${S3}"`))
      refuseTopic(change, arn, `the policy of its key ${key} does not let ${S3} use it`);
  }
}

function refuseTopic(change: Change, arn: string, why: string): never {
  refuse(
    change,
    "InvalidArgument",
    `Unable to validate the following destination configurations: ${arn}: ${why}. Allow it first.`,
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html */
function prefixesApart(change: Change): void {
  const prefixes = textsAt(change.asked ?? {}, "topic.filter_prefix");
  for (const [index, prefix] of prefixes.entries()) {
    const other = prefixes.find((candidate, at) => at !== index && candidate.startsWith(prefix));
    if (other === undefined) continue;
    refuse(
      change,
      "InvalidArgument",
      `Configurations overlap: ${other} starts with ${prefix}, and an event goes to one place. Use prefixes that differ.`,
    );
  }
}
