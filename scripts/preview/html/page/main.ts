import type { PreviewDocument } from "../../document.ts";
import { counted } from "../../words/noun.ts";
import { environmentsInOrder } from "../../words/order.ts";
import { code, element } from "./element.ts";
import { environmentPart } from "./environment.ts";
import { everything } from "./filter.ts";
import { arrowKeys } from "./keyboard.ts";
import { summaryTable } from "./summary.ts";
import { themeButton } from "./theme.ts";
import { toolbar } from "./toolbar.ts";

function origin({ source, base, head }: PreviewDocument): HTMLElement {
  const how = source === "rehearsed" ? "rehearsed in a simulated cloud" : "planned against the real clouds";
  const uncommitted = head.uncommitted ? " with uncommitted changes" : "";
  const line = element(
    "p",
    { class: "origin" },
    code(base.ref),
    " at ",
    code(base.commit.slice(0, 12)),
    " → ",
    code(head.commit.slice(0, 12)),
  );
  line.append(`${uncommitted}, ${how}`);
  return line;
}

function draw(preview: PreviewDocument): void {
  const environments = environmentsInOrder(preview.environments);
  const bar = toolbar(environments, () => show());
  const parts = environments.map((environment, index) =>
    environmentPart(environment, index, {
      choose: (name, choice) => {
        const { construct } = bar.filter();
        const again = construct?.stack === choice.stack && construct.name === choice.name;
        bar.set(again ? everything : { ...everything, environment: name, construct: choice });
      },
      search: (text) => {
        bar.set({ ...everything, environment: environment.name, text });
        document.getElementById("search")?.focus();
      },
    }),
  );
  const show = () => {
    const counts = parts.map((part) => part.show(bar.filter()));
    const sum = (of: "changes" | "findings") => counts.reduce((total, count) => total + count[of], 0);
    bar.say(`Shown: ${counted(sum("changes"), "change")}, ${counted(sum("findings"), "finding")}.`);
  };
  const main = element(
    "main",
    { id: "main", tabindex: "-1" },
    summaryTable(environments),
    bar.bar,
    ...parts.map(({ section }) => section),
  );
  const header = element("header", {}, element("h1", {}, "Plinth preview"), origin(preview), themeButton());
  const skip = element("a", { class: "skip", href: "#main" }, "Skip to the preview");
  show();
  document.body.append(skip, header, main);
  arrowKeys(main);
}

draw(JSON.parse(document.getElementById("document")?.textContent ?? ""));
