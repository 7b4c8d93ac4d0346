import { base } from "../../environments/base.ts";
import { declare } from "../../environments/declare.ts";
import { prod } from "../../environments/prod.ts";
import { newApp } from "../../stacks/engine.ts";
import { platform } from "../../stacks/platform.ts";
import { bucketState } from "../../stacks/state.ts";

/** prod with as many more topics and secrets as the argument says: each pair is three resources (a topic has its dead-letter topic). */
const extra = Array.from({ length: Number(process.argv[2]) }, (_, index) => index + 1);
const owner = "data-engineering";

const linked = Object.keys(prod.streaming.topics);

const environment = declare(base, {
  ...prod,
  streaming: {
    ...prod.streaming,
    // The largest that the partitions of all topics need.
    brokers: { kind: "standard", size: "kafka.m5.4xlarge", count: 3, storageGib: { initial: 1000, max: 4000 } },
    topics: {
      ...prod.streaming.topics,
      ...Object.fromEntries(extra.map((number) => [`bench_${number}`, { owner, partitions: 1 }])),
    },
  },
  // Of prod's own topics alone: what a link takes would drown the rest.
  links: {
    archive: { ...prod.links.archive, topics: linked },
    connector: { ...prod.links.connector, topics: linked },
    files: prod.links.files,
  },
  secrets: {
    ...prod.secrets,
    ...Object.fromEntries(extra.map((number) => [`bench-${number}`, { owner, description: `Secret ${number}` }])),
  },
});

const app = newApp();
platform(app, { environment, state: bucketState(environment) });
app.synth();
