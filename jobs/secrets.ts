import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { JobFailure } from "./failure.ts";

/** What `plinth keys` stores of a service user. */
const userKey = z.object({ user: z.string().min(1), privateKey: z.string().min(1) });

/**
 * Reads a secret by the identity of the pod. The value goes to whoever asked and nowhere else: no error, log or report
 * repeats any part of it.
 */
export async function readSecret(arn: string, env: NodeJS.ProcessEnv): Promise<string> {
  const region = arn.split(":")[3] || env.AWS_REGION;
  const client = new SecretsManagerClient(region ? { region } : {});
  try {
    const { SecretString: value } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (value) return value;
  } catch (error) {
    // A secret that was declared and never filled has no current version.
    if (!(error instanceof ResourceNotFoundException)) throw error;
  } finally {
    client.destroy();
  }
  throw new JobFailure(
    `The secret ${arn} holds nothing yet. Fill it: for the key of a Snowflake user, plinth keys init.`,
  );
}

/** The private key of a Snowflake service user, in PEM. */
export async function readPrivateKey(arn: string, env: NodeJS.ProcessEnv): Promise<string> {
  const parsed = userKey.safeParse(parseJson(await readSecret(arn, env)));
  if (parsed.success) return parsed.data.privateKey;
  throw new JobFailure(
    `The secret ${arn} does not hold the key of a Snowflake user. It must be the JSON that plinth keys writes: run plinth keys rotate.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
