import { linksConfig } from "../../../constructs/links/config.ts";

export const sha256 = "ab".repeat(32);
export const cluster = {
  clusterArn: "arn:aws:kafka:eu-west-1:111122223333:cluster/acme-test/uuid-1",
  clusterName: "acme-test",
  bootstrapBrokers: "b-1.acme:9098",
  securityGroupId: "sg-0123456789abcdef0",
};
const topicArn = (name: string) => `arn:aws:kafka:eu-west-1:111122223333:topic/acme-test/uuid-1/${name}`;
export const topicArns = Object.fromEntries(
  ["clicks", "page_visits", "clicks_dlt", "page_visits_dlt"].map((name) => [name, topicArn(name)]),
);
export const alertTopicArns = {
  critical: "arn:aws:sns:eu-west-1:111122223333:acme-test-critical",
  warning: "arn:aws:sns:eu-west-1:111122223333:acme-test-warning",
  info: "arn:aws:sns:eu-west-1:111122223333:acme-test-info",
};
export const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/1";
export const logKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/2";

export function archive(given: object = {}) {
  const { archive: config } = linksConfig.parse({ archive: given });
  if (config === undefined) throw new Error("declared above");
  return config;
}

export function connector(given: object = {}) {
  const { connector: config } = linksConfig.parse({ connector: { version: "3.5.0", sha256, ...given } });
  if (config === undefined) throw new Error("declared above");
  return config;
}

/** What is wrong with a declaration: `place: rule`. */
export function problems(declared: object): string[] {
  const { error } = linksConfig.safeParse(declared);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}
