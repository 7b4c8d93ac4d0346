import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build, type Plugin } from "esbuild";
import { seal } from "./program.ts";

/** Our modules find their data beside themselves, also when their code runs from another place. */
const ownPlaces: Plugin = {
  name: "own places",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({ loader: "ts", contents: withOwnPlace(path) }));
  },
};

function withOwnPlace(file: string): string {
  return readFileSync(file, "utf8")
    .replaceAll("import.meta.dirname", () => JSON.stringify(dirname(file)))
    .replaceAll("import.meta.url", () => JSON.stringify(pathToFileURL(file).href));
}

// Builds the program of the simulated providers: make-program.ts <source> <file>. A process of its own, because esbuild
// takes plugins only in calls that the preparation of a stack's folder cannot wait for.
const [source = "", file = ""] = parseArgs({ allowPositionals: true }).positionals;
const { outputFiles } = await build({
  entryPoints: [source],
  outfile: file,
  bundle: true,
  platform: "node",
  format: "esm",
  target: `node${process.versions.node}`,
  // CommonJS packages load Node's own modules in their way.
  banner: { js: `const require = process.getBuiltinModule("node:module").createRequire(${JSON.stringify(source)});` },
  plugins: [ownPlaces],
  // Beside the file and not named in it: it is read for the place of an exception only.
  sourcemap: "external",
  sourcesContent: false,
  write: false,
  logLevel: "silent",
});
for (const { path, contents } of outputFiles) {
  writeFileSync(path, contents);
  if (path === file) appendFileSync(path, seal(contents));
}
