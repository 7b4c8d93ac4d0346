import type { BucketReference } from "../../support/bucket-access.ts";
import { allow, type Statement } from "../../support/policy.ts";
import type { Reach } from "../reach.ts";

export interface StatePlace {
  readonly bucket: BucketReference;
  readonly keyArn: string;
}

/** Reads the environment's own states, and sees which there are (Terraform, "S3 backend permissions"). */
export function stateReading({ context }: Reach, { bucket, keyArn }: StatePlace): Statement[] {
  return [
    allow(["s3:ListBucket"], [bucket.arn], { sid: "ListStates" }),
    allow(["s3:GetObject"], [`${bucket.arn}/${context.name}/*`], { sid: "ReadState" }),
    allow(["kms:Decrypt"], [keyArn], { sid: "DecryptState" }),
  ];
}

/** Writes them too; deletes lock files and nothing else, so that no state's history can be cut. */
export function stateWriting(reach: Reach, place: StatePlace): Statement[] {
  const folder = `${place.bucket.arn}/${reach.context.name}`;
  return [
    ...stateReading(reach, place),
    allow(["s3:PutObject"], [`${folder}/*`], { sid: "WriteState" }),
    allow(["s3:DeleteObject"], [`${folder}/*.tflock`], { sid: "Unlock" }),
    allow(["kms:Encrypt", "kms:GenerateDataKey"], [place.keyArn], { sid: "EncryptState" }),
  ];
}
