import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { recordOf } from "../support/record.ts";
import { type KeyDomain, type KeysConfig, keyDomains } from "./config.ts";
import { EncryptionKey } from "./encryption-key.ts";

export interface KeysProps {
  readonly context: PlatformContext;
  readonly config: KeysConfig;
}

/** One encryption key for every domain of data. */
export class Keys extends Construct {
  readonly arns: Readonly<Record<KeyDomain, string>>;

  constructor(scope: Construct, id: string, props: KeysProps) {
    super(scope, id);
    this.arns = recordOf(keyDomains, (domain) => new EncryptionKey(this, domain, { ...props, domain }).arn);
  }
}
