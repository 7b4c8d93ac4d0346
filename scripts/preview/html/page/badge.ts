import type { EnvironmentPreview, Risk } from "../../document.ts";
import { type Course, courseWords } from "../../words/action-words.ts";
import { riskWords } from "../../words/risk-words.ts";
import { element } from "./element.ts";

/** The risk's class in letters; its color only repeats it. */
export function riskBadge(risk: Risk): HTMLElement {
  return element("span", { class: `badge ${risk}`, title: riskWords[risk].meaning }, risk);
}

export function courseMark(course: Course): HTMLElement {
  const { sign, does } = courseWords[course];
  const mark = element("span", { class: `course course-${course}` });
  mark.append(element("span", { class: "sign", "aria-hidden": "true" }, sign), ` ${does}`);
  return mark;
}

const verdicts = {
  failed: { sign: "×", says: "failed" },
  blocked: { sign: "⊘", says: "blocked" },
  ok: { sign: "✓", says: "passes" },
  unchanged: { sign: "·", says: "no changes" },
} as const;

export function verdictMark(verdict: EnvironmentPreview["verdict"]): HTMLElement {
  const { sign, says } = verdicts[verdict];
  const mark = element("span", { class: `verdict ${verdict}` });
  mark.append(element("span", { "aria-hidden": "true" }, sign), ` ${says}`);
  return mark;
}
