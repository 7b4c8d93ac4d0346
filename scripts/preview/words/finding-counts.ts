import type { Finding } from "../document.ts";
import { counted } from "./noun.ts";

/** "2 blocking, 1 warning, 1 waived"; empty if there are none. */
export function findingCounts(findings: readonly Finding[]): string {
  const standing = findings.filter(({ waived }) => !waived);
  const count = (severity: Finding["severity"]) => standing.filter((finding) => finding.severity === severity).length;
  const said: readonly (readonly [number, string])[] = [
    [count("block"), `${count("block")} blocking`],
    [count("warn"), counted(count("warn"), "warning")],
    [count("note"), counted(count("note"), "note")],
    [findings.length - standing.length, `${findings.length - standing.length} waived`],
  ];
  return said.flatMap(([number, words]) => (number > 0 ? [words] : [])).join(", ");
}
