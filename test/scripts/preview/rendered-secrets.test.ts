import { expect, test } from "@jest/globals";
import { renderedPreview } from "../../../scripts/preview/rendered.ts";
import { secretPlaces, secretsIn } from "../../../scripts/preview/shown/rendered-secrets.ts";
import { attribute, change, environment, firstDeploy, preview, stack } from "../../preview/documents.ts";
import { failing, hostile, large, workingDay } from "../../preview/scenarios.ts";

/** In two halves, so that this file holds no credential. */
const secrets: readonly (readonly [string, string])[] = [
  ["an access key id", `AKIA${"Q3EGWLZQ5TLMNP7B"}`],
  ["a private key", `-----BEGIN RSA ${"PRIVATE KEY-----"}`],
  ["a token of a repository host", `ghp${"_"}${"a1B2c3".repeat(6)}`],
  ["a signed token", `eyJhbGciOiJIUzI1NiJ9.${"eyJzdWIiOiIxMjM0NTY3ODkwIn0"}.c2ln`],
  ["a connection string", `postgres://reader:${"hunter2hunter2"}@db.example:5432/orders`],
  ["a password beside its name", `password=${"correct-horse"}`],
  ["a password in base64", Buffer.from("correct horse battery staple 7").toString("base64")],
  ["random characters", `Zx8${"kQ2vLm9RtY4wB7nC1dF"}`],
];

const leaking = (text: string) =>
  preview(
    environment("dev", {
      stacks: [
        stack("dev-data", {
          changes: [
            change({
              address: "aws_x.a",
              construct: "a",
              attributes: [attribute("description", { before: "x", after: text })],
            }),
          ],
        }),
      ],
    }),
  );

test.each(secrets)("%s that comes into the document is found in the page, the comment and the data", (_, secret) => {
  const places = secretPlaces(renderedPreview(leaking(secret)));
  expect(places.map((place) => place.replace(/:\d+$/, ""))).toEqual(
    expect.arrayContaining(["preview.html", "preview.json"]),
  );
  expect(places.join()).not.toContain(secret);
});

test("the place is the line of the file", () => {
  expect(secretsIn(`a\nb ${secrets[0]?.[1]}\nc`)).toEqual([2]);
  expect(
    secretPlaces(
      new Map([
        ["preview.md", `x\n${secrets[7]?.[1]}`],
        ["preview.json", "{}"],
      ]),
    ),
  ).toEqual(["preview.md:2"]);
});

test.each([
  ["a working day", workingDay],
  ["a failed plan", failing],
  ["hostile text", hostile],
  ["a first deploy", firstDeploy],
  ["5,000 changes", () => large(5000)],
])("%s holds no secret, and none is seen in it", (_, document) => {
  expect(secretPlaces(renderedPreview(document()))).toEqual([]);
});

test.each([
  "aws_s3_bucket.lake_quarantine_bucket_5E6F7A8B",
  "com.snowflake.kafka.connector.SnowflakeSinkConnector2",
  "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c",
  "arn:aws:iam::000000000030:role/example-prod-EventCollectorAccess2",
  "sha256-Fll2zVsldEhxdhe0uYGRBDWCaFbjEA76v/wr+5xfy5o=",
  "warehouse/databases/RAW_DATA/tables/USER_EVENTS2025",
  "AWSServiceRoleForAmazonEKSNodegroup1",
])("%s is no secret", (text) => {
  expect(secretsIn(text)).toEqual([]);
});
