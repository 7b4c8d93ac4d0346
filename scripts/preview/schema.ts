import { z } from "zod";
import { previewDocument } from "./document.ts";

/** The JSON Schema of preview.json (draft 2020-12). */
export function previewSchema(): string {
  const { $schema, ...rest } = z.toJSONSchema(previewDocument);
  return `${JSON.stringify({ $schema, title: "preview.json of plinth preview", ...rest }, null, 2)}\n`;
}
