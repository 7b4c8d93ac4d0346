/** `plinth job live …` as its process: the environment is one of the tests, which the command cannot be told of. */
import { Interruption } from "../../../scripts/interruption.ts";
import { withJobs } from "../../../scripts/jobs/place.ts";
import { mistake } from "../../../tools/cdktf/mistake.ts";
import { live } from "../live.ts";

const [job = "", ...args] = process.argv.slice(2);
process.exitCode = await withJobs(live, (jobs) => jobs.run(job, args)).then(
  ({ code }) => code,
  (error) => {
    if (error instanceof Interruption) return error.code;
    console.error(mistake(error).join("\n"));
    return 1;
  },
);
