import { plainText } from "../../words/plain-text.ts";

export type Child = Node | string;

/** An element with its attributes and content; text is set as text, never read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | boolean>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.map((child) => (typeof child === "string" ? plainText(child) : child)));
  return made;
}

export function code(text: string): HTMLElement {
  return element("code", {}, text);
}

/** A part that opens; what is in it is made when it is first opened. */
export function disclosure(
  attributes: Readonly<Record<string, string | boolean>>,
  summary: readonly Child[],
  content: () => readonly Child[],
): HTMLDetailsElement {
  const part = element("details", attributes, element("summary", {}, ...summary));
  const fill = () => {
    if (part.open && part.childElementCount === 1) part.append(...content());
  };
  part.addEventListener("toggle", fill);
  fill();
  return part;
}

/** How many of a list are shown at first, and with each wish for more: whatever the plan's size, the page stays small. */
const pageSize = 40;

/** Shows the first of the items, and a button for more. */
export function inPages<T>(items: readonly T[], list: HTMLElement, show: (item: T) => Node): void {
  const more = element("button", { type: "button", class: "more" });
  const last = element("li", {}, more);
  let shown = 0;
  const next = () => {
    const page = items.slice(shown, shown + pageSize).map(show);
    shown += page.length;
    const left = items.length - shown;
    more.textContent = `Show ${Math.min(left, pageSize)} more of ${left}`;
    last.remove();
    list.append(...page, ...(left > 0 ? [last] : []));
    return page[0];
  };
  more.addEventListener("click", () => focusable(next())?.focus());
  next();
}

function focusable(node: Node | undefined): HTMLElement | undefined {
  return node instanceof HTMLElement ? (node.querySelector<HTMLElement>("summary, button") ?? undefined) : undefined;
}
