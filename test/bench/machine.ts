import { arch, availableParallelism, loadavg, platform, totalmem } from "node:os";

/** What a figure was measured on. */
export function machine(): string {
  const load = loadavg().map((value) => value.toFixed(1));
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  return `Node ${process.versions.node}, ${platform()} ${arch()}, ${availableParallelism()} cores, ${memory} GiB, load ${load.join(" ")}`;
}
