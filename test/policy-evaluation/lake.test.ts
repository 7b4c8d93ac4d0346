import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { expect, test } from "@jest/globals";
import { lakeConfig } from "../../constructs/lake/config.ts";
import { Lake } from "../../constructs/lake/lake.ts";
import { type ZoneName, zoneNames } from "../../constructs/support/zones.ts";
import { contextOf } from "../support/context.ts";
import { all, build, only } from "../support/synth.ts";

const accountId = "111122223333";
const keyArn = `arn:aws:kms:eu-west-1:${accountId}:key/lake`;
const bucketOf = (zone: ZoneName) => `arn:aws:s3:::acme-test-${zone}`;
const config = lakeConfig.parse({ zones: { bronze: {}, silver: {}, gold: {}, quarantine: { expireAfterDays: 9 } } });

/** For every zone a reader, a writer, and both of one folder. */
const built = build((stack) => {
  const logs = { name: "logs", arn: "arn:aws:s3:::logs" };
  const lake = new Lake(stack, "lake", { context: contextOf("locked"), config, keyArn, logs });
  for (const zone of zoneNames) {
    lake.grantRead({ id: `${zone}-reader`, name: `${zone}-reader` }, zone);
    lake.grantWrite({ id: `${zone}-writer`, name: `${zone}-writer` }, zone);
    lake.grantRead({ id: `${zone}-folder-reader`, name: `${zone}-folder-reader` }, zone, "raw/orders/");
    lake.grantWrite({ id: `${zone}-folder-writer`, name: `${zone}-folder-writer` }, zone, "raw/orders/");
  }
});

/** The simulator does not know keys that end in a name of the caller's own: another text that KMS gives stands for the bucket's. */
const encryptedFor = { real: "kms:EncryptionContext:aws:s3:arn", stand: "kms:ViaService" } as const;

/** A document with its references resolved, as an apply would. */
function resolved(policy: string | undefined): Record<string, unknown> {
  const text = (policy ?? "").replaceAll(
    /\$\{aws_s3_bucket\.lake_([a-z]+)_[^}]*\}/g,
    (_, zone: string) => `arn:aws:s3:::acme-test-${zone}`,
  );
  return JSON.parse(text.replaceAll(encryptedFor.real, encryptedFor.stand));
}

const rights = new Map(Object.values(all(built, IamRolePolicy)).map(({ role, policy }) => [role, resolved(policy)]));
const bucketPolicies = new Map(
  zoneNames.map((zone) => [zone, resolved(only(built, S3BucketPolicy, `${zone}/policy`).policy)]),
);
const delegated = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: "kms:*", Resource: "*" },
  ],
};

type Context = Readonly<Record<string, string>>;
type Case = readonly [role: string, action: string, resource: string, context?: Context];

const secure: Context = { "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };
let evaluated = 0;

async function may([role, action, resource, context = {}]: Case): Promise<boolean> {
  evaluated += 1;
  const policy = rights.get(role);
  if (policy === undefined) throw new Error(`there is no role ${role}`);
  const zone = zoneNames.find((name) => resource.startsWith(bucketOf(name)));
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${accountId}:role/${role}`,
        action,
        resource: { resource, accountId },
        contextVariables: { ...secure, ...context },
      },
      identityPolicies: [{ name: "lake", policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: zone === undefined ? delegated : bucketPolicies.get(zone),
    },
    {},
  );
  if (answer.resultType === "error") throw new Error(`${action} on ${resource}: ${answer.errors.message}`);
  return answer.overallResult === "Allowed";
}

async function wrongly(cases: readonly Case[], expected: boolean): Promise<string[]> {
  const answers = await Promise.all(cases.map(may));
  return cases.filter((_, index) => answers[index] !== expected).map((each) => JSON.stringify(each));
}

const object = (zone: ZoneName, key = "raw/orders/ingest_dt=2026-01-15/a.json") => `${bucketOf(zone)}/${key}`;
const asFor = (zone: ZoneName): Context => ({ [encryptedFor.stand]: bucketOf(zone) });
const listing = (prefix: string): Context => ({ "s3:prefix": prefix });
const others = (zone: ZoneName) => zoneNames.filter((other) => other !== zone);

const reads = (role: string, zone: ZoneName): Case[] => [
  [role, "s3:GetObject", object(zone)],
  [role, "s3:ListBucket", bucketOf(zone), listing("raw/orders/ingest_dt=2026-01-15/")],
  [role, "kms:Decrypt", keyArn, asFor(zone)],
];
const writes = (role: string, zone: ZoneName): Case[] => [
  [role, "s3:PutObject", object(zone)],
  [role, "s3:DeleteObject", object(zone)],
  [role, "s3:AbortMultipartUpload", object(zone)],
  [role, "kms:GenerateDataKey", keyArn, asFor(zone)],
];

test("whoever is granted a zone or a folder can do its work there", async () => {
  const cases = zoneNames.flatMap((zone) => [
    ...["reader", "writer", "folder-reader", "folder-writer"].flatMap((kind) => reads(`${zone}-${kind}`, zone)),
    ...["writer", "folder-writer"].flatMap((kind) => writes(`${zone}-${kind}`, zone)),
  ]);
  expect(await wrongly(cases, true)).toEqual([]);
});

test("nobody touches another zone, nor its data under the same key", async () => {
  const cases = zoneNames.flatMap((zone) =>
    others(zone).flatMap((other) => [
      ...reads(`${zone}-reader`, other),
      ...writes(`${zone}-writer`, other),
      ...reads(`${zone}-folder-writer`, other),
    ]),
  );
  expect(await wrongly(cases, false)).toEqual([]);
});

test("nobody who reads writes, and nobody changes a bucket or old versions", async () => {
  const cases = zoneNames.flatMap((zone): Case[] => [
    ...writes(`${zone}-reader`, zone),
    ...writes(`${zone}-folder-reader`, zone),
    [`${zone}-writer`, "s3:DeleteObjectVersion", object(zone)],
    [`${zone}-writer`, "s3:PutBucketPolicy", bucketOf(zone)],
    [`${zone}-writer`, "s3:PutLifecycleConfiguration", bucketOf(zone)],
  ]);
  expect(await wrongly(cases, false)).toEqual([]);
});

test("whoever is granted a folder reaches nothing beside it, and does not even see it", async () => {
  const cases = zoneNames.flatMap((zone): Case[] => [
    [`${zone}-folder-reader`, "s3:GetObject", object(zone, "raw/orders_secret/a.json")],
    [`${zone}-folder-reader`, "s3:ListBucket", bucketOf(zone)],
    [`${zone}-folder-reader`, "s3:ListBucket", bucketOf(zone), listing("")],
    [`${zone}-folder-reader`, "s3:ListBucket", bucketOf(zone), listing("raw/")],
    [`${zone}-folder-writer`, "s3:PutObject", object(zone, "raw/returns/a.json")],
    [`${zone}-folder-writer`, "s3:DeleteObject", object(zone, "a.json")],
  ]);
  expect(await wrongly(cases, false)).toEqual([]);
});

const asked = "s3:x-amz-server-side-encryption";
const askedKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";

test("an upload that names no encryption, or the bucket's own, is taken", async () => {
  const put = (zone: ZoneName, context?: Context): Case => [`${zone}-writer`, "s3:PutObject", object(zone), context];
  const cases = zoneNames.flatMap((zone) => [put(zone), put(zone, { [asked]: "aws:kms", [askedKey]: keyArn })]);
  expect(await wrongly(cases, true)).toEqual([]);
});

test.each<[string, Context]>([
  ["under S3's own keys", { [asked]: "AES256" }],
  ["under KMS without a key's name", { [asked]: "aws:kms" }],
  ["under another key", { [asked]: "aws:kms", [askedKey]: `arn:aws:kms:eu-west-1:${accountId}:key/other` }],
  ["in plain text", { "aws:SecureTransport": "false" }],
  ["by TLS 1.1", { "s3:TlsVersion": "1.1" }],
])("an upload %s is refused, whoever it is from", async (_, context) => {
  const cases = zoneNames.map((zone): Case => [`${zone}-writer`, "s3:PutObject", object(zone), context]);
  expect(await wrongly(cases, false)).toEqual([]);
});

test("the cases are counted", () => {
  console.log(`${evaluated} cases of IAM policy evaluation for the lake`);
  expect(evaluated).toBe(296);
});
