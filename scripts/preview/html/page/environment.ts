import type { Cost, EnvironmentPreview, StackPreview } from "../../document.ts";
import { amount, delta } from "../../words/amount.ts";
import { stacksInOrder } from "../../words/order.ts";
import { riskBadge, verdictMark } from "./badge.ts";
import { stackPart } from "./changes.ts";
import { code, disclosure, element } from "./element.ts";
import { changesShown, type Filter, findingsShown } from "./filter.ts";
import { findingList } from "./findings.ts";
import { type ConstructChoice, platformDrawing } from "./platform.ts";

export interface EnvironmentPart {
  readonly section: HTMLElement;
  /** Shows what the filter lets through; answers how much that is. */
  readonly show: (filter: Filter) => { readonly changes: number; readonly findings: number };
}

interface Wishes {
  readonly choose: (environment: string, choice: ConstructChoice) => void;
  readonly search: (address: string) => void;
}

export function environmentPart(environment: EnvironmentPreview, index: number, wishes: Wishes): EnvironmentPart {
  const { name, stacks, findings, cost } = environment;
  const { drawing, mark } = platformDrawing(environment, (choice) => wishes.choose(name, choice));
  const findingsPlace = element("div", {});
  const changesPlace = element("div", {});
  const section = element(
    "section",
    { id: `environment-${index}`, "aria-labelledby": `name-${index}`, class: "environment" },
    heading(environment, index),
    ...unlockedNotice(environment),
    ...problemList(environment),
    drawing,
    ...(findings.length > 0 ? [element("h3", {}, "Findings"), findingsPlace] : []),
    ...(stacks.length > 0 ? [element("h3", {}, "Changes"), changesPlace] : []),
    ...(cost ? [costPart(cost)] : []),
  );
  const show = (filter: Filter) => {
    const hidden = filter.environment !== "" && filter.environment !== name;
    section.hidden = hidden;
    if (hidden) return { changes: 0, findings: 0 };
    mark(filter.construct);
    const found = findingsShown(filter, environment);
    findingsPlace.replaceChildren(
      found.length > 0 ? findingList(found, wishes.search) : quiet("No finding is like that."),
    );
    const parts = stacksInOrder(stacks).map((stack) => ({ stack, shown: changesShown(filter, stack) }));
    const worth = parts.filter(({ stack, shown }) => shown.length > 0 || (isWide(filter) && hasNews(stack)));
    const said = worth.map(({ stack, shown }) => stackPart(stack, shown));
    changesPlace.replaceChildren(
      ...(said.length > 0 ? said : [quiet(isWide(filter) ? "Nothing changes." : "No change is like that.")]),
    );
    return { changes: parts.reduce((sum, { shown }) => sum + shown.length, 0), findings: found.length };
  };
  return { section, show };
}

function heading({ name, protection, verdict, risk }: EnvironmentPreview, index: number): HTMLElement {
  const title = element("h2", { id: `name-${index}` }, name);
  return element(
    "div",
    { class: "environment-head" },
    title,
    verdictMark(verdict),
    riskBadge(risk),
    element("span", { class: "muted" }, protection),
  );
}

function unlockedNotice({ unlocked }: EnvironmentPreview): HTMLElement[] {
  if (unlocked === undefined) return [];
  return [
    element(
      "p",
      { class: "unlocked" },
      element("strong", {}, "Unlocked. "),
      "Its protection is lifted by ",
      code(unlocked),
      ".",
    ),
  ];
}

function problemList({ problems }: EnvironmentPreview): HTMLElement[] {
  if (problems.length === 0) return [];
  return [
    element(
      "ul",
      { class: "notables" },
      ...problems.map((problem) => element("li", {}, element("strong", {}, "Failed: "), problem)),
    ),
  ];
}

function costPart({ before, after, drivers, unpriced, notes, pricesOf }: Cost): HTMLElement {
  const summary = [
    "Cost ",
    element("span", { class: "muted" }, `${amount(before)} → ${amount(after)} a month (${delta(before, after)})`),
  ];
  return disclosure({ class: "cost" }, summary, () => {
    const rows = drivers.map((driver) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, driver.what),
        ...[amount(driver.before), amount(driver.after), delta(driver.before, driver.after)].map((text) =>
          element("td", { class: "number" }, text),
        ),
      ),
    );
    const head = element(
      "tr",
      {},
      element("th", { scope: "col" }, "What"),
      ...["Before", "After", "Difference"].map((text) => element("th", { scope: "col", class: "number" }, text)),
    );
    const table = element("table", { class: "attributes" }, element("thead", {}, head), element("tbody", {}, ...rows));
    const missing = element("ul", { class: "notables muted" }, ...unpriced.map((what) => element("li", {}, what)));
    return [
      table,
      ...[`Prices of ${pricesOf}.`, ...notes].map(quiet),
      ...(unpriced.length > 0 ? [quiet("Without a price here:"), missing] : []),
    ];
  });
}

/** Whether nothing but the environment is chosen. */
function isWide({ risks, courses, text, construct }: Filter): boolean {
  return risks.size === 0 && courses.size === 0 && text.trim() === "" && construct === undefined;
}

/** Whether there is something to say of a stack in which no resource changes. */
function hasNews({ status, outputs, problems, configurationChanged }: StackPreview): boolean {
  return status !== "planned" || outputs.length > 0 || problems.length > 0 || configurationChanged;
}

function quiet(text: string): HTMLElement {
  return element("p", { class: "muted" }, text);
}
