/**
 * How much each environment uses of what is paid by use: estimates of whoever owns it, kept in step with its bills. What
 * has none here is listed as unpriced, never guessed. docs/cost.md says what each number means.
 */
export const usage = {
  dev: {
    monthlyStepUsd: 200,
    kafka: {
      topics: {
        user_events: { gibPerDay: 0.5 },
        transaction_events: { gibPerDay: 0.5 },
        system_metrics: { gibPerDay: 0.1 },
      },
    },
    network: { natGibPerDay: 2 },
    jobNodes: { "on-demand": { instanceType: "m7i.xlarge", hoursPerDay: 1 } },
    buckets: { bronze: { STANDARD: 50 }, silver: { STANDARD: 20 }, gold: { STANDARD: 10 } },
    warehouses: {
      DBT_TRANSFORM_WH: { hoursPerDay: 0.5, clusters: 1 },
      ANALYTICS_WH: { hoursPerDay: 1, clusters: 1 },
      DATA_SCIENCE_WH: { hoursPerDay: 0.5, clusters: 1 },
    },
  },
  staging: {
    monthlyStepUsd: 300,
    kafka: {
      topics: {
        user_events: { gibPerDay: 1 },
        transaction_events: { gibPerDay: 1 },
        system_metrics: { gibPerDay: 0.2 },
      },
    },
    network: { natGibPerDay: 2, endpointGibPerDay: 5 },
    jobNodes: { "on-demand": { instanceType: "m7i.xlarge", hoursPerDay: 1 } },
    buckets: { bronze: { STANDARD: 100 }, silver: { STANDARD: 50 }, gold: { STANDARD: 20 } },
    warehouses: {
      DBT_TRANSFORM_WH: { hoursPerDay: 1, clusters: 1 },
      ANALYTICS_WH: { hoursPerDay: 1, clusters: 1 },
      DATA_SCIENCE_WH: { hoursPerDay: 0.5, clusters: 1 },
    },
    logs: { "network/flows": { gibPerDay: 0.5 } },
  },
  prod: {
    monthlyStepUsd: 1000,
    kafka: {
      topics: {
        user_events: { gibPerDay: 20 },
        transaction_events: { gibPerDay: 10 },
        system_metrics: { gibPerDay: 2 },
      },
    },
    network: { natGibPerDay: 10, endpointGibPerDay: 40 },
    buckets: {
      bronze: { STANDARD: 3000, STANDARD_IA: 3000, GLACIER: 20_000 },
      silver: { STANDARD: 2000, STANDARD_IA: 2000 },
      gold: { STANDARD: 500 },
      quarantine: { STANDARD: 10 },
      artifacts: { STANDARD: 5 },
      audit: { STANDARD: 40 },
      logs: { STANDARD: 200 },
    },
    warehouses: {
      DBT_TRANSFORM_WH: { hoursPerDay: 1.5, clusters: 1 },
      ANALYTICS_WH: { hoursPerDay: 4, clusters: 1.5 },
      DATA_SCIENCE_WH: { hoursPerDay: 0.5, clusters: 1 },
    },
    jobNodes: { "on-demand": { instanceType: "m7i.xlarge", hoursPerDay: 2 } },
    logs: {
      "network/flows": { gibPerDay: 5 },
      "kafka/brokers": { gibPerDay: 1 },
      "links/archive": { gibPerDay: 0.01 },
      "links/connectors": { gibPerDay: 0.2 },
      cluster: { gibPerDay: 0.5 },
    },
    trail: { dataEventsPerDay: 50_000 },
  },
  // The standby holds copies and runs nothing until it takes over; its warehouses and streams are then prod's.
  dr: {
    monthlyStepUsd: 1000,
    network: { natGibPerDay: 1, endpointGibPerDay: 5 },
    buckets: { bronze: { STANDARD_IA: 6000, GLACIER: 20_000 }, silver: { STANDARD_IA: 4000 } },
  },
  // Simulated: nobody sends a bill. The figures are what its resources would cost.
  local: { monthlyStepUsd: 1000 },
};
