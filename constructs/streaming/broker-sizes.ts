/**
 * Amazon MSK brokers that Plinth offers, each with the partitions (leaders and followers) AWS recommends at most per
 * broker. kafka.t3.small is none of them: it cannot run KRaft (AWS CloudFormation user guide, AWS::MSK::Cluster
 * BrokerNodeGroupInfo, InstanceType). Sources: Amazon MSK developer guide, "Right-size your cluster: Number of partitions
 * per Standard broker" and "Express broker partition quota".
 */
export const standardPartitions = {
  "kafka.m5.large": 1000,
  "kafka.m5.xlarge": 1000,
  "kafka.m5.2xlarge": 2000,
  "kafka.m5.4xlarge": 4000,
  "kafka.m7g.large": 1000,
  "kafka.m7g.xlarge": 1000,
  "kafka.m7g.2xlarge": 2000,
  "kafka.m7g.4xlarge": 4000,
} as const;

export const expressPartitions = {
  "express.m7g.large": 1000,
  "express.m7g.xlarge": 1000,
  "express.m7g.2xlarge": 2500,
  "express.m7g.4xlarge": 6000,
  "express.m7g.8xlarge": 12_000,
  "express.m7g.12xlarge": 16_000,
  "express.m7g.16xlarge": 20_000,
} as const;

export const partitionsPerBroker = { ...standardPartitions, ...expressPartitions };

export type BrokerSize = keyof typeof partitionsPerBroker;

export const brokerSizes = Object.keys(partitionsPerBroker) as BrokerSize[];
