import type { Change } from "./account.ts";
import { refuse } from "./rule.ts";

/** The service's alphabet and length of a name: type, argument, pattern, in words. Sources: each service's API reference. */
const NAMES: readonly (readonly [type: string, argument: string, form: RegExp, words: string])[] = [
  [
    "aws_s3_bucket",
    "bucket",
    /^(?!xn--|.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "3 to 63 of a-z, 0-9, dots and hyphens",
  ],
  ["aws_iam_role", "name", /^[\w+=,.@-]{1,64}$/, "1 to 64 letters, digits and _+=,.@-"],
  ["aws_iam_policy", "name", /^[\w+=,.@-]{1,128}$/, "1 to 128 letters, digits and _+=,.@-"],
  ["aws_iam_role_policy", "name", /^[\w+=,.@-]{1,128}$/, "1 to 128 letters, digits and _+=,.@-"],
  ["aws_msk_cluster", "cluster_name", /^[0-9A-Za-z][0-9A-Za-z-]{0,63}$/, "1 to 64 letters, digits and hyphens"],
  ["aws_msk_configuration", "name", /^[0-9A-Za-z][0-9A-Za-z-]*$/, "letters, digits and hyphens"],
  ["aws_msk_topic", "name", /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/, "1 to 249 letters, digits and ._-"],
  ["aws_cloudwatch_metric_alarm", "alarm_name", /^[^\p{Cc}]{1,255}$/u, "1 to 255 characters"],
  ["aws_glue_registry", "registry_name", /^[A-Za-z0-9_$#.-]{1,255}$/, "1 to 255 letters, digits and _$#.-"],
  ["aws_glue_schema", "schema_name", /^[A-Za-z0-9_$#.-]{1,255}$/, "1 to 255 letters, digits and _$#.-"],
  ["aws_eks_cluster", "name", /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, "1 to 100 letters, digits, hyphens and underscores"],
  [
    "aws_eks_node_group",
    "node_group_name",
    /^[0-9A-Za-z][A-Za-z0-9_-]{0,62}$/,
    "1 to 63 letters, digits, hyphens and underscores",
  ],
  ["aws_cloudwatch_log_group", "name", /^[.\-_/#A-Za-z0-9]{1,512}$/, "1 to 512 letters, digits and .-_/#"],
  ["aws_kinesis_firehose_delivery_stream", "name", /^[A-Za-z0-9_.-]{1,64}$/, "1 to 64 letters, digits and _.-"],
  ["aws_mskconnect_connector", "name", /^[A-Za-z0-9_-]{1,128}$/, "1 to 128 letters, digits, hyphens and underscores"],
  [
    "aws_kms_alias",
    "name",
    /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/,
    "alias/ (not alias/aws/) and up to 250 letters, digits and /_-",
  ],
  ["aws_secretsmanager_secret", "name", /^[A-Za-z0-9/_+=.@-]{1,512}$/, "1 to 512 letters, digits and /_+=.@-"],
  [
    "aws_ecr_repository",
    "name",
    /^(?=.{2,256}$)[a-z0-9]+([._/-]+[a-z0-9]+)*$/,
    "2 to 256 of a-z, 0-9 and ._-/ between them",
  ],
  ["aws_sns_topic", "name", /^[A-Za-z0-9_-]{1,256}(\.fifo)?$/, "1 to 256 letters, digits, hyphens and underscores"],
  ["aws_sqs_queue", "name", /^[A-Za-z0-9_-]{1,80}(\.fifo)?$/, "1 to 80 letters, digits, hyphens and underscores"],
  [
    "aws_security_group",
    "name",
    /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/,
    "1 to 255 characters, not starting with sg-",
  ],
  [
    "aws_ssm_parameter",
    "name",
    /^(?!\/?(aws|ssm))[A-Za-z0-9_./-]{1,1011}$/i,
    "up to 1011 letters, digits and _.-/, not starting with aws or ssm",
  ],
];

/** Refuses a name outside the service's alphabet and length. */
export function checkName(change: Change): void {
  for (const [type, argument, form, words] of NAMES) {
    const name = change.type === type ? change.next?.[argument] : undefined;
    if (typeof name === "string" && !form.test(name)) {
      refuse(change, "ValidationException", `${argument} is "${name}"; it must be ${words}. Choose another name.`);
    }
  }
}
