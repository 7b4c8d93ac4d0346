import type { StreamingConfig } from "./config.ts";

/** How clients sign in: TLS, and IAM as the AWS MSK IAM library does it (github.com/aws/aws-msk-iam-auth). */
const signIn = {
  "security.protocol": "SASL_SSL",
  "sasl.mechanism": "AWS_MSK_IAM",
  "sasl.jaas.config": "software.amazon.msk.auth.iam.IAMLoginModule required;",
  "sasl.client.callback.handler.class": "software.amazon.msk.auth.iam.IAMClientCallbackHandler",
};

/**
 * What a producer agrees to, as Kafka's own settings: no acknowledged event is lost or written twice, and a broker's restart
 * is waited out. `delivery.timeout.ms` bounds the retries; the Amazon MSK developer guide ("Best practices for Apache Kafka
 * clients") asks for 60 seconds at least.
 */
export function producerSettings({ compression }: Pick<StreamingConfig, "compression">): Record<string, string> {
  return {
    ...signIn,
    acks: "all",
    "enable.idempotence": "true",
    retries: "10",
    "delivery.timeout.ms": "120000",
    "linger.ms": "5",
    "batch.size": "16384",
    // What the broker keeps; a producer that compresses otherwise makes the broker compress again.
    "compression.type": compression === "producer" ? "snappy" : compression,
    "max.in.flight.requests.per.connection": "5",
  };
}

/** What a consumer agrees to: it outlives a pause of 45 seconds, and moves on from what it cannot process (to the dead-letter topic) by committing itself. */
export function consumerSettings(): Record<string, string> {
  return {
    ...signIn,
    "session.timeout.ms": "45000",
    "heartbeat.interval.ms": "15000",
    "enable.auto.commit": "false",
    "isolation.level": "read_uncommitted",
  };
}
