/** A run of ingest in a process of its own, for tests that kill it: node ingester.ts LAKE RUN-ID. */
import { Lake } from "./lake.ts";

const [, , root, runId] = process.argv;
const { counts } = await new Lake(root).ingest(runId);
console.log(JSON.stringify(counts));
