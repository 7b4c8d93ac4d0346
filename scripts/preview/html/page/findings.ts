import type { Finding } from "../../document.ts";
import { findingsInOrder } from "../../words/order.ts";
import { riskBadge } from "./badge.ts";
import { type Child, code, disclosure, element, inPages } from "./element.ts";

const severities = { block: "blocks", warn: "warning", note: "note" } as const;

/** The findings as a list, the worst first; one that blocks is open. */
export function findingList(findings: readonly Finding[], search: (address: string) => void): HTMLElement {
  const list = element("ul", { class: "findings" });
  inPages(findingsInOrder(findings), list, (finding) => element("li", {}, findingPart(finding, search)));
  return list;
}

function findingPart(finding: Finding, search: (address: string) => void): HTMLElement {
  const { id, risk, severity, what, waived } = finding;
  const standing = severity === "block" && !waived;
  const said = waived ? "waived" : severities[severity];
  const summary = [
    riskBadge(risk),
    element("span", { class: `severity ${waived ? "waived" : severity}` }, said),
    code(id),
    element("span", { class: "what" }, ...sentence(what)),
  ];
  return disclosure({ class: `finding ${risk}`, open: standing, "data-finding": id }, summary, () =>
    body(finding, search),
  );
}

function body({ stack, address, why, remedy, waived }: Finding, search: (address: string) => void): Child[] {
  const show = element("button", { type: "button", class: "quiet" }, "Show the change");
  show.addEventListener("click", () => search(address));
  const lines: [string, Child[]][] = [
    ["Why", sentence(why)],
    ["Instead", sentence(remedy)],
    ["Where", [code(stack), " ", code(address), " ", show]],
  ];
  if (waived) lines.push(["Waived", [`${waived.reason} Owner ${waived.owner}, until ${waived.expires}.`]]);
  return [element("dl", {}, ...lines.flatMap(([term, said]) => [element("dt", {}, term), element("dd", {}, ...said)]))];
}

/** What stands in backticks is code. */
function sentence(text: string): Child[] {
  return text.split(/`([^`]+)`/).map((piece, index) => (index % 2 === 1 ? code(piece) : piece));
}
