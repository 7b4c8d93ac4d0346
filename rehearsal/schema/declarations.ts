import { readFileSync } from "node:fs";

/** Exported interfaces, functions and classes of generated TypeScript, by name. */
export type Declarations = ReadonlyMap<string, string>;

const INLINE_MAP = "sourceMappingURL=data:application/json;base64,";

/**
 * Reads the TypeScript that the compiled files were made from. The flags required, optional and computed stand only
 * there, as comments that the compiler drops with the private field they belong to.
 */
export function readDeclarations(files: readonly string[]): Declarations {
  return new Map(files.flatMap((file) => declarationsIn(sourceText(file))));
}

export function declarationsIn(source: string): [name: string, text: string][] {
  const pieces = source.split(/^export (?:interface|function|class) (?=\w)/m).slice(1);
  return pieces.map((piece) => [/^\w+/.exec(piece)?.[0] ?? "", piece]);
}

function sourceText(file: string): string {
  const compiled = readFileSync(file, "utf8");
  const start = compiled.lastIndexOf(INLINE_MAP);
  if (start < 0) throw new Error(`${file} has no inline source map, so the schema it declares cannot be derived.`);
  const map: { sourcesContent?: string[] } = JSON.parse(
    Buffer.from(compiled.slice(start + INLINE_MAP.length), "base64").toString("utf8"),
  );
  const source = map.sourcesContent?.[0];
  if (source === undefined) throw new Error(`${file}: its source map carries no source text.`);
  return source;
}
