import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { AwsHome } from "../../environments/accounts.ts";
import { newApp } from "../../stacks/engine.ts";
import { folderState } from "../../stacks/state.ts";
import { StateStack } from "../../stacks/state-stack.ts";

const stackFile = z.looseObject({
  resource: z.looseObject({
    aws_iam_policy: z.record(z.string(), z.looseObject({ name: z.string(), policy: z.string() })),
    aws_iam_role: z.record(z.string(), z.looseObject({ name: z.string(), assume_role_policy: z.string() })),
    aws_iam_role_policy_attachment: z.record(z.string(), z.looseObject({ role: z.string(), policy_arn: z.string() })),
    aws_s3_bucket: z.record(z.string(), z.looseObject({ bucket: z.string() })),
  }),
});

export const stateKeyArn = ({ accountId, region }: Pick<AwsHome, "accountId" | "region">) =>
  `arn:aws:kms:${region}:${accountId}:key/11111111-0000-4000-8000-000000000001`;

/** The state stack's policies with its references resolved, as an apply would. */
export function synthesizedState(home: AwsHome) {
  const { resource } = stackFile.parse(synthesized(home));
  // The other bucket is that of its access logs, of which no policy of a caller speaks.
  const bucket = Object.values(resource.aws_s3_bucket).find(({ bucket: name }) => !name.includes("-logs-"))?.bucket;
  const nameOf = (names: Record<string, { name: string }>, reference: string) =>
    names[reference.split(".")[1] ?? ""]?.name ?? reference;
  const resolve = (text: string) =>
    text.replaceAll(/\$\{([^}]*)\}/g, (_, reference: string) => {
      if (reference.startsWith("aws_kms_key.")) return stateKeyArn(home);
      if (reference.startsWith("aws_s3_bucket.")) return `arn:aws:s3:::${bucket}`;
      return `arn:aws:iam::${home.accountId}:policy/${nameOf(resource.aws_iam_policy, reference)}`;
    });
  const policy = (name: string): Record<string, unknown> => {
    const found = Object.values(resource.aws_iam_policy).find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`the state stack has no policy ${name}`);
    return JSON.parse(resolve(found.policy));
  };
  const attachments = Object.values(resource.aws_iam_role_policy_attachment);
  return {
    bucket,
    policy,
    trustOf: (role: string) =>
      JSON.parse(Object.values(resource.aws_iam_role).find(({ name }) => name === role)?.assume_role_policy ?? "{}"),
    policiesOf: (role: string) =>
      attachments
        .filter((attachment) => nameOf(resource.aws_iam_role, attachment.role) === role)
        .map((attachment) => policy(nameOf(resource.aws_iam_policy, attachment.policy_arn))),
    policyTexts: Object.values(resource.aws_iam_policy).map(({ name, policy: text }) => [name, resolve(text)] as const),
  };
}

function synthesized(home: AwsHome): unknown {
  const outdir = mkdtempSync(join(tmpdir(), "plinth-state-"));
  try {
    const app = newApp(outdir);
    new StateStack(app, home, folderState("/state"));
    app.synth();
    return JSON.parse(readFileSync(join(outdir, "stacks", home.stack, "cdk.tf.json"), "utf8"));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
