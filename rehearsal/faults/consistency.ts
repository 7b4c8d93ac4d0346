import { createHash } from "node:crypto";
import { Store, type StoredObject } from "../cloud/store.ts";
import { covers } from "./glob.ts";
import type { Progress } from "./progress.ts";

const IAM =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency";
const EC2 = "https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html";
const S3 = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel";
const KMS = "https://docs.aws.amazon.com/kms/latest/developerguide/accessing-kms.html#programming-eventual-consistency";

/** Types whose new objects other calls may not see for a while, each with the service's own word for it. */
export const EVENTUALLY_CONSISTENT: Readonly<Record<string, string>> = {
  aws_iam_instance_profile: IAM,
  aws_iam_openid_connect_provider: IAM,
  aws_iam_policy: IAM,
  aws_iam_role: IAM,
  aws_iam_role_policy: IAM,
  aws_iam_role_policy_attachment: IAM,
  aws_internet_gateway: EC2,
  aws_kms_alias: KMS,
  aws_kms_key: KMS,
  aws_route_table: EC2,
  aws_s3_bucket: S3,
  aws_s3_bucket_lifecycle_configuration: S3,
  aws_s3_bucket_policy: S3,
  aws_s3_bucket_public_access_block: S3,
  aws_s3_bucket_versioning: S3,
  aws_security_group: EC2,
  aws_subnet: EC2,
  aws_vpc: EC2,
};

/** A new object of `address` is invisible to `looks` looks. */
export interface Lag {
  readonly address: string;
  readonly looks: number;
}

/** A store in which new objects of some types are for a while not seen, though they are there and keep their names. */
export class LaggingStore extends Store {
  /** Looks that missed an object since somebody set this to 0. */
  missed = 0;
  private readonly lags: readonly Lag[];
  private readonly progress: Progress;

  constructor(root: string, lags: readonly Lag[], progress: Progress) {
    super(root);
    this.lags = lags;
    this.progress = progress;
  }

  override create(folder: string, object: StoredObject): boolean {
    const created = super.create(folder, object);
    if (created) for (let look = this.looksOf(object); look > 0; look--) this.progress.next(hiddenKey(folder, object));
    return created;
  }

  override get(folder: string, id: string): StoredObject | null {
    const found = super.get(folder, id);
    return found && this.hidden(folder, found) ? null : found;
  }

  override list(folder: string): StoredObject[] {
    return super.list(folder).filter((object) => !this.hidden(folder, object));
  }

  private looksOf({ type, address = `${type}.` }: StoredObject): number {
    if (EVENTUALLY_CONSISTENT[type] === undefined) return 0;
    return Math.max(0, ...this.lags.filter((lag) => covers(lag.address, address)).map(({ looks }) => looks));
  }

  private hidden(folder: string, object: StoredObject): boolean {
    const looks = this.progress.count(hiddenKey(folder, object));
    if (looks === 0) return false;
    const missed = this.progress.take(`${hiddenKey(folder, object)}-missed`, looks);
    if (missed) this.missed++;
    return missed;
  }
}

function hiddenKey(folder: string, { id }: StoredObject): string {
  return `unseen-${createHash("sha256").update(`${folder}/${id}`).digest("hex").slice(0, 24)}`;
}
