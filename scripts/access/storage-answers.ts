import { type Answer, answer } from "./answer.ts";
import type { AwsAccess, Encrypted } from "./aws-access.ts";
import { list } from "./policy-decision.ts";

/** Who reads and writes each bucket, and each folder that a policy names; a bucket's own line is about what lies in none of them. */
export function bucketAnswers(access: AwsAccess): Answer[] {
  return access.buckets.flatMap((bucket) =>
    ["", ...foldersOf(access, bucket)].map((folder) => {
      const key = `${bucket.arn}/${folder}${sample}`;
      return answer(`zone ${[bucket.name, folder.replace(/\/$/, "")].filter(Boolean).join("/")}`, {
        reads: [
          ...callers(access, bucket, key, "s3:GetObject", "kms:Decrypt"),
          ...access.admitted("s3:GetObject", key),
        ],
        writes: ["s3:PutObject", "s3:DeleteObject"].flatMap((action) => [
          ...callers(access, bucket, key, action, action === "s3:PutObject" ? "kms:GenerateDataKey" : undefined),
          ...access.admitted(action, key),
        ]),
      });
    }),
  );
}

/** Who reads each secret. */
export function secretAnswers(access: AwsAccess): Answer[] {
  return access.secrets.map((secret) =>
    answer(`secret ${secret.name.split("/").at(-1)}`, {
      reads: [
        ...[...access.roles.keys()].filter((role) => mayReadSecret(access, role, secret)),
        ...access.admitted("secretsmanager:GetSecretValue", secret.arn),
      ],
    }),
  );
}

function mayReadSecret(access: AwsAccess, role: string, secret: Encrypted): boolean {
  if (!access.may(role, "secretsmanager:GetSecretValue", secret.arn)) return false;
  const context = access.keyContext("secretsmanager", secret);
  return secret.keyArn === undefined || access.may(role, "kms:Decrypt", secret.keyArn, context);
}

/** Stands for an object's name that no policy mentions. */
const sample = "any-object";

function foldersOf(access: AwsAccess, { arn }: Encrypted): string[] {
  const resources = access.allowing().flatMap(({ Resource = [] }) => list(Resource));
  const folders = resources
    .filter((each) => each.startsWith(`${arn}/`) && each !== `${arn}/*`)
    .map((each) => each.slice(arn.length + 1).replace(/\*$/, ""));
  return [...new Set(folders)].sort();
}

/** Roles that may do it, with the bucket's key. */
function callers(access: AwsAccess, bucket: Encrypted, object: string, action: string, keyAction?: string): string[] {
  const mayUseKey = (role: string) =>
    bucket.keyArn === undefined ||
    keyAction === undefined ||
    access.may(role, keyAction, bucket.keyArn, access.keyContext("s3", bucket));
  return [...access.roles.keys()].filter((role) => access.may(role, action, object) && mayUseKey(role));
}
