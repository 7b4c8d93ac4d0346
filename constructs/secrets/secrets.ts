import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret/index.js";
import { Construct } from "constructs";
import type { PlatformContext } from "../support/context.ts";
import { stateful } from "../support/lifecycle.ts";
import { physicalName } from "../support/names.ts";
import { safeguards } from "../support/protection.ts";
import type { SecretConfig, SecretsConfig } from "./config.ts";

export interface SecretsProps {
  readonly context: PlatformContext;
  readonly config: SecretsConfig;
  readonly keyArn: string;
}

/** Every secret, empty: values are filled in out of band, so that no state and no plan ever holds one. */
export class Secrets extends Construct {
  /** By the names of the configuration. */
  readonly arns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: SecretsProps) {
    super(scope, id);
    this.arns = Object.fromEntries(
      Object.entries(props.config).map(([name, config]) => [name, createSecret(this, props, name, config).arn]),
    );
  }
}

function createSecret(scope: Construct, props: SecretsProps, name: string, config: SecretConfig): SecretsmanagerSecret {
  const { context, keyArn } = props;
  return new SecretsmanagerSecret(new Construct(scope, name), "secret", {
    name: physicalName("secret", context, config.owner, name),
    description: config.description,
    kmsKeyId: keyArn,
    tags: { Owner: config.owner, RotateEveryDays: String(config.rotateEveryDays) },
    recoveryWindowInDays: safeguards(context.protection).secretRecoveryDays,
    lifecycle: stateful(context),
  });
}
