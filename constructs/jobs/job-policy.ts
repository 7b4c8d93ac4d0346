import { type BucketReference, readObjects, writeObjects } from "../support/bucket-access.ts";
import { allow, type Statement } from "../support/policy.ts";
import { schemaStatements } from "../support/schema-access.ts";
import { accessOf, topicStatements } from "../support/topic-access.ts";
import { artifactStatements } from "./artifact-access.ts";
import { cleanObjects } from "./clean-access.ts";
import type { JobConfig } from "./config.ts";
import { secretsOf } from "./contract-document.ts";
import { declared } from "./declared.ts";
import { type ZoneAccess, zonesOf } from "./job-zones.ts";
import type { JobSurroundings } from "./surroundings.ts";

/** Everything a job may do in AWS: use its lake zones, its part of the artifacts, its secrets and its topics, with their keys. */
export function jobStatements(name: string, definition: JobConfig, surroundings: JobSurroundings): Statement[] {
  const { context, kafka, topics } = surroundings;
  const access = accessOf(name, topics);
  return [
    ...zoneStatements(definition, surroundings),
    ...artifactStatements(name, definition, surroundings),
    ...secretStatements(definition, surroundings),
    ...topicStatements(kafka.clusterArn, access),
    ...schemaStatements(context, topics, [...access.produces, ...access.consumes]),
  ];
}

type Grant = (objects: { readonly bucket: Pick<BucketReference, "arn">; readonly keyArn: string }) => Statement[];
const byAccess: Readonly<Record<ZoneAccess, Grant>> = { read: readObjects, write: writeObjects, clean: cleanObjects };

function zoneStatements(definition: JobConfig, { buckets, keyArns }: JobSurroundings): Statement[] {
  return zonesOf(definition).flatMap(([zone, access]) => {
    return byAccess[access]({ bucket: buckets[zone], keyArn: keyArns.lake });
  });
}

function secretStatements(definition: JobConfig, surroundings: JobSurroundings): Statement[] {
  const { secretArns, keyArns, context } = surroundings;
  const secrets = secretsOf(definition, surroundings);
  if (secrets.length === 0) return [];
  const arns = secrets.map((secret) => declared(secretArns, secret));
  const service = `secretsmanager.${context.region}.amazonaws.com`;
  return [
    allow(["secretsmanager:GetSecretValue"], arns),
    allow(["kms:Decrypt"], [keyArns.secrets], { conditions: { StringEquals: { "kms:ViaService": service } } }),
  ];
}
