import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

const writtenPlace = /[^/\\]+\.ts:\d+/;
const builtPlaces = /(file:\/\/[^\s()]+\.mjs):(\d+):(\d+)/g;

/** The first place in our source that an exception came through, "store.ts:12", also where one built file runs in its stead. */
export function originOf({ stack = "" }: Error): string | undefined {
  return stack.match(writtenPlace)?.[0] ?? [...stack.matchAll(builtPlaces)].map(sourcePlace).find((place) => place);
}

// The map is read only now: with --enable-source-maps Node would read it at every start.
function sourcePlace([, url = "", line, column]: RegExpMatchArray): string | undefined {
  try {
    const map = new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, "utf8")));
    const place = map.findOrigin(Number(line), Number(column));
    if (!("fileName" in place) || place.fileName.includes("node_modules")) return undefined;
    return `${place.fileName}:${place.lineNumber}`.match(writtenPlace)?.[0];
  } catch {
    return undefined;
  }
}
