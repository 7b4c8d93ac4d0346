/**
 * Amazon MSK Standard brokers that Plinth offers, each with the partitions (leaders and followers) AWS recommends at most
 * per broker. Source: Amazon MSK developer guide, "Standard broker sizes" and "Right-size your cluster: partitions per broker".
 */
export const partitionsPerBroker = {
  "kafka.t3.small": 300,
  "kafka.m5.large": 1000,
  "kafka.m5.xlarge": 1000,
  "kafka.m5.2xlarge": 2000,
  "kafka.m5.4xlarge": 4000,
  "kafka.m7g.large": 1000,
  "kafka.m7g.xlarge": 1000,
  "kafka.m7g.2xlarge": 2000,
  "kafka.m7g.4xlarge": 4000,
} as const;

export type BrokerSize = keyof typeof partitionsPerBroker;

export const brokerSizes = Object.keys(partitionsPerBroker) as [BrokerSize, ...BrokerSize[]];
