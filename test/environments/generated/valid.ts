import fc from "fast-check";
import type { Tree } from "./files.ts";

const regions = { "us-west-2": "abcd", "us-east-1": "abcdef", "eu-central-1": "abc" } as const;

const places = fc.constantFrom(...(Object.keys(regions) as (keyof typeof regions)[])).chain((region) =>
  fc
    .record({
      zones: fc.shuffledSubarray([...regions[region]], { minLength: 2, maxLength: 3 }),
      perZone: fc.integer({ min: 2, max: 3 }),
    })
    .map(({ zones, perZone }) => ({
      region,
      zones: zones.map((letter) => region + letter),
      brokers: zones.length * perZone,
    })),
);

const word = fc.stringMatching(/^[a-z]{3,6}$/);

/** Whole environments without a fault, with the names `alpha`, `beta`, `gamma` and `delta` for topics, so that faults know where to strike. */
export const validEnvironment: fc.Arbitrary<Tree> = fc
  .record({
    place: places,
    name: fc.constantFrom("qa", "uat1", "perf", "sandbox"),
    platform: fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => `x${words.join("-")}`),
    protection: fc.constantFrom("ephemeral", "standard", "locked"),
    edition: fc.constantFrom("ENTERPRISE", "BUSINESS_CRITICAL"),
    shared: fc.boolean(),
    network: fc.integer({ min: 1, max: 99 }),
    prefix: fc.integer({ min: 16, max: 18 }),
    replicationFactor: fc.integer({ min: 2, max: 4 }),
    partitions: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 3, maxLength: 3 }),
    size: fc.constantFrom("kafka.m5.large", "kafka.m7g.xlarge", "kafka.m5.4xlarge"),
    initial: fc.integer({ min: 1, max: 8000 }),
    infrequent: fc.integer({ min: 30, max: 400 }),
    retention: fc.integer({ min: 7, max: 90 }),
    clusters: fc.integer({ min: 1, max: 5 }),
    nodes: fc.integer({ min: 1, max: 8 }),
    minute: fc.integer({ min: 0, max: 59 }),
    hours: fc.constantFrom(1, 2, 3, 6, 8, 12, 24),
  })
  .map((v) => ({
    name: v.name,
    platform: v.platform,
    protection: v.protection,
    aws: { accountId: "000000000042", region: v.place.region },
    snowflake: { organization: "EXAMPLE_ORG", account: "SOME", edition: v.edition, shared: v.shared },
    tags: { owner: "data-team", costCenter: "cc-42" },
    network: {
      mode: "own",
      cidr: `10.${v.network}.0.0/${v.prefix}`,
      zones: v.place.zones,
      natGateways: "one",
      reservedCidrs: ["10.200.0.0/16"],
    },
    identity: { roles: { collector: { description: "Collects" }, monitor: { description: "Watches" } } },
    secrets: {
      "loader-key": { owner: "data-team", description: "Opens the loader" },
      "extract-key": { owner: "data-team", description: "Opens Snowflake" },
      "sales-app": { owner: "data-team", description: "Opens the sales system" },
    },
    streaming: {
      brokers: {
        kind: "standard",
        size: v.size,
        count: v.place.brokers,
        storageGib: { initial: v.initial, max: v.initial * 2 },
      },
      replicationFactor: v.replicationFactor,
      minInSyncReplicas: v.replicationFactor - 1,
      retentionHours: 168,
      topics: {
        ...Object.fromEntries(
          ["alpha", "beta", "gamma"].map((topic, index) => [
            topic,
            {
              owner: "data-team",
              partitions: v.partitions[index],
              cleanup: "delete",
              producers: ["collector"],
              consumers: { watch: ["monitor"] },
            },
          ]),
        ),
        delta: { partitions: 1, producers: ["collector"], schema: { format: "JSON", definition: "user_events.json" } },
      },
    },
    batch: {
      destination: { schema: "RAW_DATA.EXTRACTS", user: "LOAD_JOB", warehouse: "BUILD_WH" },
      connections: {
        sales: {
          description: "Accounts",
          source: { kind: "salesforce", secret: "sales-app" },
          everyHours: v.hours,
          streams: { Account: { sync: "append_dedup", key: "Id", cursor: "LastModifiedDate" } },
        },
      },
    },
    lake: {
      zones: {
        bronze: {
          infrequentAfterDays: v.infrequent,
          archiveAfterDays: v.infrequent + 30,
          expireAfterDays: v.infrequent + 500,
          noncurrentDays: 30,
        },
        silver: { noncurrentDays: 40 },
        gold: { noncurrentDays: 50 },
        quarantine: { noncurrentDays: 60, expireAfterDays: 90 },
      },
    },
    links: {
      archive: { bufferMib: 64, bufferSeconds: 300, staleMinutes: 60 },
      files: {
        prices: {
          description: "Prices of partners",
          zone: "bronze",
          dataset: "raw/prices",
          format: "JSON",
          table: "RAW_DATA.FILES.PRICES",
          writers: ["collector"],
        },
      },
    },
    warehouse: {
      warehouses: {
        BUILD_WH: { size: "SMALL", minClusters: 1, maxClusters: v.clusters, autoSuspendSeconds: 60 },
        READ_WH: { size: "LARGE", minClusters: 1, maxClusters: 1, autoSuspendSeconds: 120 },
      },
      databases: {
        RAW_DATA: {
          description: "As it came",
          retentionDays: v.retention,
          schemas: ["KAFKA_STREAMS", "FILES", "EXTRACTS"],
          publishedBySwap: false,
        },
        SERVED: { description: "As it is read", retentionDays: v.retention, schemas: ["MARTS"], publishedBySwap: true },
        CONTROL: { description: "Leases", retentionDays: 7, schemas: ["PUBLISH"], publishedBySwap: false },
        RULES: { description: "Policies", retentionDays: 7, schemas: ["POLICIES", "NETWORK"], publishedBySwap: false },
      },
      governance: { policies: "RULES.POLICIES", network: "RULES.NETWORK" },
      roles: {
        BUILDER: { description: "Builds", reads: ["RAW_DATA"], writes: ["SERVED", "CONTROL"], uses: ["BUILD_WH"] },
        LOADER: { description: "Loads", reads: [], writes: ["RAW_DATA.EXTRACTS"], uses: ["BUILD_WH"] },
        READER: { description: "Reads", reads: ["SERVED"], writes: [], uses: ["READ_WH"] },
      },
      users: {
        BUILD_JOB: { description: "Signs in", role: "BUILDER", readsAs: ["READER"], secret: "loader-key" },
        LOAD_JOB: { description: "Loads", role: "LOADER", secret: "extract-key" },
      },
    },
    workers: {
      jobNodes: {
        architecture: "amd64",
        instanceFamilies: ["m7i", "r7i"],
        onDemand: { cpu: 16, memoryGib: 64 },
        spot: { cpu: 8, memoryGib: 32 },
      },
      nodeGroup: { instanceTypes: ["m7i.large"], minNodes: v.nodes, maxNodes: v.nodes + 2, diskGib: 50 },
      serviceCidr: "172.20.0.0/16",
      controlPlaneLogDays: 90,
    },
    jobs: {
      quota: { pods: 10, cpu: "20", memory: "40Gi", scratch: "40Gi" },
      definitions: {
        load: {
          kind: "ingest",
          description: "Ingests",
          image: `acme/jobs@sha256:${"ab".repeat(32)}`,
          capacity: "spot",
          sources: { delta: { key: ["event_id"], time: "timestamp" } },
        },
        again: {
          kind: "backfill",
          description: "Ingests again",
          image: `acme/jobs@sha256:${"ab".repeat(32)}`,
          publication: "publish",
          ingestion: "load",
        },
        clean: {
          kind: "maintenance",
          description: "Cleans",
          image: `acme/jobs@sha256:${"ab".repeat(32)}`,
          publication: "publish",
          deadlineMinutes: 30,
          waitsFor: { load: { minutes: 20 } },
        },
        publish: {
          kind: "publish",
          description: "Publishes",
          image: `acme/jobs@sha256:${"ab".repeat(32)}`,
          schedule: `${v.minute} 2 * * *`,
          timeZone: "Etc/UTC",
          requests: { memory: "2Gi", cpu: "1" },
          limits: { memory: "4Gi", cpu: "2" },
          deadlineMinutes: 120,
          warehouse: { name: "BUILD_WH", role: "BUILDER" },
          database: "SERVED",
          transform: { marts: ["MARTS.SALES"] },
          publish: { control: "CONTROL", leaseSeconds: 300 },
          secrets: ["loader-key"],
        },
        intake: {
          kind: "container",
          description: "Loads files",
          image: `acme/jobs@sha256:${"cd".repeat(32)}`,
          schedule: "0 * * * *",
          loads: ["RAW_DATA.FILES.ORDERS"],
        },
      },
    },
  }));
