// Preloaded into every measured process: the most memory it ever held, as the kernel counted it, in KiB.
const { writeFileSync } = require("node:fs");

const { PLINTH_BENCH_PEAK: file } = process.env;
process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
