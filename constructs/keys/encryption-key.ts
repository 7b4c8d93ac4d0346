import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { stateful } from "../support/lifecycle.ts";
import { physicalName } from "../support/names.ts";
import { safeguards } from "../support/protection.ts";
import type { KeyDomain, KeysConfig } from "./config.ts";
import { keyPolicy } from "./key-policy.ts";

export interface EncryptionKeyProps {
  readonly context: PlatformContext;
  readonly config: KeysConfig;
  readonly domain: KeyDomain;
}

/** A customer managed key for one domain's data, rotated by itself, with an alias that people can read. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { context, config, domain }: EncryptionKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "key", {
      description: `Encrypts ${context.platform} ${context.name}: ${domain}`,
      policy: keyPolicy(context, domain),
      enableKeyRotation: true,
      rotationPeriodInDays: config.rotationDays,
      deletionWindowInDays: safeguards(context.protection).keyDeletionDays,
      lifecycle: stateful(context),
    });
    new KmsAlias(this, "alias", {
      name: `alias/${physicalName("keyAlias", context, domain)}`,
      targetKeyId: key.keyId,
    });
    this.arn = key.arn;
  }
}
