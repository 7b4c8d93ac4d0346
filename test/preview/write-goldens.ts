import { writeFileSync } from "node:fs";
import { previewGoldens } from "./goldens.ts";

for (const [file, content] of previewGoldens()) writeFileSync(file, content);
