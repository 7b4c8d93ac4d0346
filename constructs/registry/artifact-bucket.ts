import { Construct } from "constructs";
import type { BucketReference } from "../support/bucket-access.ts";
import type { PlatformContext } from "../support/context.ts";
import { PrivateBucket } from "../support/private-bucket.ts";

export interface ArtifactBucketProps {
  readonly context: PlatformContext;
  readonly keyArn: string;
  readonly logs: BucketReference;
}

/** Where connector archives and what jobs publish beside tables lie. Artifacts are addressed by digest and kept for ever. */
export class ArtifactBucket extends Construct {
  readonly bucket: BucketReference;

  constructor(scope: Construct, id: string, { context, keyArn, logs }: ArtifactBucketProps) {
    super(scope, id);
    const lifecycle = { noncurrentDays: 90, abortUploadsAfterDays: 7 };
    this.bucket = new PrivateBucket(this, "bucket", { context, name: "artifacts", keyArn, logs, lifecycle }).reference;
  }
}
