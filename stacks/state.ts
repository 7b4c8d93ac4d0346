import {
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  LocalBackend,
  S3Backend,
  type TerraformRemoteState,
  type TerraformStack,
} from "cdktf";
import type { Environment } from "../environments/environment.ts";

/** Where stacks keep their state, one file a stack, and where one stack reads another's. */
export interface StateStore {
  keep(stack: TerraformStack, stackId: string): void;
  read(consumer: TerraformStack, id: string, stackId: string): TerraformRemoteState;
}

/** The bucket that the account's state stack makes. */
export function stateBucket({ platform, aws }: Pick<Environment, "platform" | "aws">): string {
  return `${platform}-state-${aws.accountId}-${aws.region}`;
}

/** The bucket of the environment's account and region: versioned, encrypted, locked by a file beside the state. */
export function bucketState(environment: Environment, folder = environment.name): StateStore {
  const { platform, aws } = environment;
  const config = (stackId: string) => ({
    bucket: stateBucket(environment),
    key: `${folder}/${stackId}.tfstate`,
    region: aws.region,
    encrypt: true,
    kmsKeyId: `arn:aws:kms:${aws.region}:${aws.accountId}:alias/${platform}-state`,
    allowedAccountIds: [aws.accountId],
  });
  return {
    keep: (stack, stackId) => void new S3Backend(stack, { ...config(stackId), useLockfile: true }),
    read: (consumer, id, stackId) => new DataTerraformRemoteStateS3(consumer, id, config(stackId)),
  };
}

/** A folder, for simulated clouds. `folder` is absolute, because each stack runs in a folder of its own. */
export function folderState(folder: string): StateStore {
  const path = (stackId: string) => `${folder}/${stackId}.tfstate`;
  return {
    keep: (stack, stackId) => void new LocalBackend(stack, { path: path(stackId) }),
    read: (consumer, id, stackId) => new DataTerraformRemoteStateLocal(consumer, id, { path: path(stackId) }),
  };
}
