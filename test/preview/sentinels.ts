import { createHash } from "node:crypto";

/** Drawn anew from a seed, so that no file of the project holds anything that a scanner would take for a secret. */
function drawn(seed: string, length: number): string {
  return createHash("sha512").update(seed).digest("base64").replaceAll(/[+/=]/g, "").slice(0, length);
}

/** Secrets of eight kinds and where people put them: a type, and its attributes with the secret among them. */
export interface Sentinel {
  readonly kind: string;
  readonly secret: string;
  readonly type: string;
  readonly values: (secret: string) => Readonly<Record<string, unknown>>;
}

export const sentinels: readonly Sentinel[] = [
  {
    kind: "password",
    secret: "correct horse battery staple",
    type: "aws_db_instance",
    values: (secret) => ({ identifier: "orders", username: "app", password: secret }),
  },
  {
    kind: "key",
    secret: `-----BEGIN ${"PRIVATE"} KEY-----\n${drawn("key", 60)}\n-----END ${"PRIVATE"} KEY-----`,
    type: "tls_private_key",
    values: (secret) => ({ algorithm: "RSA", private_key_pem: secret }),
  },
  {
    kind: "token",
    secret: `gh${"p"}_${drawn("token", 36)}`,
    type: "aws_codebuild_source_credential",
    values: (secret) => ({ auth_type: "PERSONAL_ACCESS_TOKEN", token: secret }),
  },
  {
    kind: "connection string",
    secret: `postgres://app:${drawn("dsn", 12)}@db.example.com:5432/orders`,
    type: "kubernetes_cron_job_v1",
    values: (secret) => ({
      spec: [
        {
          job_template: [
            { spec: [{ template: [{ spec: [{ container: [{ env: [{ name: "URL", value: secret }] }] }] }] }] },
          ],
        },
      ],
    }),
  },
  {
    kind: "base64",
    secret: Buffer.from(drawn("base64", 30)).toString("base64"),
    type: "kubernetes_config_map_v1",
    values: (secret) => ({ binary_data: { "keystore.jks": secret } }),
  },
  {
    kind: "in a map",
    secret: "hunter-two-and-a-half",
    type: "aws_mskconnect_connector",
    values: (secret) => ({
      name: "orders",
      connector_configuration: { "tasks.max": "2", "snowflake.private.key": secret },
    }),
  },
  {
    kind: "in a set",
    secret: "sesame-open-yourself",
    type: "aws_elasticache_user",
    values: (secret) => ({ user_id: "app", passwords: ["other", secret] }),
  },
  {
    kind: "in user data",
    secret: "swordfish-and-chips",
    type: "aws_launch_template",
    values: (secret) => ({ name: "workers", user_data: `#!/bin/sh\nexport TOKEN=${secret}\n` }),
  },
];
