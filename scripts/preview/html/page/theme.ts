import { element } from "./element.ts";

/** Dark or light: as the system has it, until the reader says otherwise. */
export function themeButton(): HTMLElement {
  const { documentElement } = document;
  let dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const button = element("button", { type: "button", class: "quiet" }, "Dark");
  const show = () => button.setAttribute("aria-pressed", String(dark));
  button.addEventListener("click", () => {
    dark = !dark;
    documentElement.dataset.theme = dark ? "dark" : "light";
    show();
  });
  show();
  return button;
}
