import { readObjects, writeObjects } from "../support/bucket-access.ts";
import { allow, type Statement } from "../support/policy.ts";
import { schemaStatements } from "../support/schema-access.ts";
import { accessOf, topicStatements } from "../support/topic-access.ts";
import { zoneNames } from "../support/zones.ts";
import type { JobConfig } from "./config.ts";
import { declared } from "./declared.ts";
import type { JobSurroundings } from "./surroundings.ts";

/** Everything a job may do in AWS: use its lake zones, its secrets and its topics, with their keys. */
export function jobStatements(name: string, definition: JobConfig, surroundings: JobSurroundings): Statement[] {
  const { context, kafka, topics } = surroundings;
  const access = accessOf(name, topics);
  return [
    ...zoneStatements(definition, surroundings),
    ...secretStatements(definition, surroundings),
    ...topicStatements(kafka.clusterArn, access),
    ...schemaStatements(context, topics, [...access.produces, ...access.consumes]),
  ];
}

function zoneStatements({ zones }: JobConfig, { buckets, keyArns }: JobSurroundings): Statement[] {
  const used = zoneNames.filter((zone) => zones[zone] !== undefined);
  return used.flatMap((zone) => {
    const statements = zones[zone] === "write" ? writeObjects : readObjects;
    return statements({ bucket: buckets[zone], keyArn: keyArns.lake });
  });
}

function secretStatements({ secrets }: JobConfig, { secretArns, keyArns, context }: JobSurroundings): Statement[] {
  if (secrets.length === 0) return [];
  const arns = secrets.map((secret) => declared(secretArns, secret));
  const service = `secretsmanager.${context.region}.amazonaws.com`;
  return [
    allow(["secretsmanager:GetSecretValue"], arns),
    allow(["kms:Decrypt"], [keyArns.secrets], { conditions: { StringEquals: { "kms:ViaService": service } } }),
  ];
}
