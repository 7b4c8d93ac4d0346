import { expectTurns } from "./expect-turns.ts";

expectTurns("workers", {
  "workers.nodeGroup.instanceTypes": {
    fixed: "test/constructs/workers/cluster.test.ts; a node group is made anew for it",
  },
  "workers.jobNodes.architecture": { fixed: "it must be that of the families" },
  "workers.serviceCidr": { fixed: "the cluster would be made anew, which prod refuses" },
});
