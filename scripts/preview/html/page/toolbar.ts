import type { Change, EnvironmentPreview, Risk } from "../../document.ts";
import { type Course, courseOf, courses, courseWords } from "../../words/action-words.ts";
import { risksAscending, riskWords } from "../../words/risk-words.ts";
import { type Child, element } from "./element.ts";
import { everything, type Filter } from "./filter.ts";

export interface Toolbar {
  readonly bar: HTMLElement;
  readonly filter: () => Filter;
  readonly set: (filter: Filter) => void;
  readonly say: (text: string) => void;
}

/** Search, and a choice of environment, risks and actions that narrows what is shown. */
export function toolbar(environments: readonly EnvironmentPreview[], changed: () => void): Toolbar {
  let current = everything;
  const set = (filter: Filter) => {
    current = filter;
    show();
    changed();
  };
  const changes = environments.flatMap(({ stacks }) => stacks.flatMap((stack) => stack.changes));
  const search = element("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false" });
  // What is typed counts at once where something else is chosen meanwhile.
  const narrow = (choice: Partial<Filter>) => set({ ...current, text: search.value, ...choice });
  const soon = delayed(() => {
    if (search.value !== current.text) narrow({});
  });
  search.addEventListener("input", soon);
  const names = ["", ...environments.map(({ name }) => name)];
  const environment = choices(
    "radio",
    "Environment",
    names,
    (name) => name || "all",
    () => narrow({ environment: environment.chosen()[0] ?? "" }),
  );
  const risks = choices<Risk>(
    "checkbox",
    "Risk",
    present(risksAscending.toReversed(), changes, ({ risk }) => risk),
    (risk) => `${risk} ${riskWords[risk].name}`,
    () => narrow({ risks: new Set(risks.chosen()) }),
  );
  const actions = choices<Course>(
    "checkbox",
    "Action",
    present(courses, changes, courseOf),
    (course) => courseWords[course].does,
    () => narrow({ courses: new Set(actions.chosen()) }),
  );
  const clear = element("button", { type: "button", class: "quiet" }, "Show everything");
  clear.addEventListener("click", () => set(everything));
  const status = element("p", { role: "status", class: "muted" });
  const label = element("label", { for: "search" }, "Search");
  const bar = element(
    "search",
    { class: "toolbar" },
    element("div", { class: "field" }, label, search),
    environment.field,
    risks.field,
    actions.field,
    element("div", { class: "outcome" }, status, clear),
  );
  const show = () => {
    if (search.value !== current.text) search.value = current.text;
    environment.choose([current.environment]);
    risks.choose([...current.risks]);
    actions.choose([...current.courses]);
    clear.hidden = current === everything;
  };
  show();
  return { bar, filter: () => current, set, say: (text) => status.replaceChildren(text) };
}

interface Choices<T extends string> {
  readonly field: HTMLElement;
  readonly chosen: () => T[];
  readonly choose: (values: readonly T[]) => void;
}

function choices<T extends string>(
  kind: "radio" | "checkbox",
  title: string,
  values: readonly T[],
  word: (value: T) => string,
  changed: () => void,
): Choices<T> {
  const inputs = values.map((value) => {
    const input = element("input", { type: kind, name: title });
    input.addEventListener("change", changed);
    return { value, input };
  });
  const labels: Child[] = inputs.map(({ value, input }) => {
    const label = element("label", { class: `choice ${kind === "checkbox" ? value : ""}` }, input);
    label.append(element("span", {}, word(value)));
    return label;
  });
  return {
    field: element("fieldset", {}, element("legend", {}, title), ...labels),
    chosen: () => inputs.filter(({ input }) => input.checked).map(({ value }) => value),
    choose: (chosen) => {
      for (const { value, input } of inputs) input.checked = chosen.includes(value);
    },
  };
}

/** Those that occur: a choice that shows nothing is none. */
function present<T>(all: readonly T[], changes: readonly Change[], of: (change: Change) => T): T[] {
  const found = new Set(changes.map(of));
  return all.filter((value) => found.has(value));
}

/** Once, when the reader has stopped typing for a moment. */
function delayed(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, 120);
  };
}
