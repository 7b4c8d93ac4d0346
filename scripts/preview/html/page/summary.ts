import type { EnvironmentPreview } from "../../document.ts";
import { tallyOf } from "../../words/action-words.ts";
import { delta } from "../../words/amount.ts";
import { findingCounts } from "../../words/finding-counts.ts";
import { riskBadge, verdictMark } from "./badge.ts";
import { element } from "./element.ts";

const heads = ["Environment", "Verdict", "Risk", "Changes", "Findings", "Cost a month"];

/** One line per environment: what the reader came for. */
export function summaryTable(environments: readonly EnvironmentPreview[]): HTMLElement {
  const rows = environments.map((environment, index) => {
    const { name, verdict, risk, findings, cost } = environment;
    const link = element("a", { href: `#environment-${index}` }, name);
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, link),
      element("td", {}, verdictMark(verdict)),
      element("td", {}, riskBadge(risk)),
      element("td", {}, tallyOf(environment)),
      element("td", {}, findingCounts(findings) || "none"),
      element("td", { class: "number" }, cost ? delta(cost.before, cost.after) : "not estimated"),
    );
  });
  const head = element("tr", {}, ...heads.map((name) => element("th", { scope: "col" }, name)));
  const caption = element("caption", { class: "visually-hidden" }, "Environments");
  return element("table", { class: "summary" }, caption, element("thead", {}, head), element("tbody", {}, ...rows));
}
