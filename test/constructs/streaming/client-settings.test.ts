import { expect, test } from "@jest/globals";
import { consumerSettings, producerSettings } from "../../../constructs/streaming/client-settings.ts";
import { streaming } from "./declared.ts";

test("producers lose no acknowledged event and write none twice", () => {
  expect(producerSettings(streaming())).toMatchObject({
    "security.protocol": "SASL_SSL",
    "sasl.mechanism": "AWS_MSK_IAM",
    acks: "all",
    "enable.idempotence": "true",
    retries: "10",
    "linger.ms": "5",
    "batch.size": "16384",
    "compression.type": "snappy",
    "max.in.flight.requests.per.connection": "5",
  });
});

test.each([
  ["zstd", "zstd"],
  ["producer", "snappy"],
])("where brokers keep %s, producers compress as %s", (compression, expected) => {
  expect(producerSettings(streaming({}, { compression }))["compression.type"]).toBe(expected);
});

test("consumers beat three times before they are given up", () => {
  const settings = consumerSettings();
  expect(settings["session.timeout.ms"]).toBe("45000");
  expect(3 * Number(settings["heartbeat.interval.ms"])).toBeLessThanOrEqual(Number(settings["session.timeout.ms"]));
});
