// Flex text and its spans. Whatever markup it holds is shown letter by letter.
import { element, makeTappable } from "../dom";
import type { Component, Tap } from "./component";
import * as values from "./values";

const ALIGN = { start: "left", center: "center", end: "right" };
const WEIGHT = { regular: "400", bold: "700" };
const DECORATION = { none: "none", underline: "underline", "line-through": "line-through" };
const STYLE = { normal: "normal", italic: "italic" };

export function text(described: Component, tap: Tap): HTMLElement {
  const drawn = element("div", { class: "flex-text" });
  const spans = Array.isArray(described.contents) ? described.contents : [];
  if (spans.length > 0) for (const span of spans) drawn.append(lettered("span", span));
  else drawn.textContent = String(described.text ?? "");
  styleLetters(drawn, described);
  styleLines(drawn, described);
  const { action } = described;
  if (action) makeTappable(drawn, () => tap(action));
  return drawn;
}

function lettered(tag: "span", described: Component): HTMLElement {
  const drawn = element(tag, {}, String(described.text ?? ""));
  styleLetters(drawn, described);
  return drawn;
}

function styleLetters(drawn: HTMLElement, described: Component): void {
  drawn.style.fontSize = values.fontSize(described.size) ?? "";
  drawn.style.color = values.color(described.color) ?? "";
  drawn.style.fontWeight = values.oneOf(WEIGHT, described.weight) ?? "";
  drawn.style.textDecoration = values.oneOf(DECORATION, described.decoration) ?? "";
  drawn.style.fontStyle = values.oneOf(STYLE, described.style) ?? "";
}

function styleLines(drawn: HTMLElement, described: Component): void {
  drawn.style.textAlign = values.oneOf(ALIGN, described.align) ?? "";
  const between = values.length(described.lineSpacing);
  if (between) drawn.style.lineHeight = `calc(1.4em + ${between})`;
  if (described.wrap !== true) return;
  drawn.classList.add("is-wrapped");
  const lines = described.maxLines;
  if (typeof lines !== "number" || lines < 1) return;
  drawn.classList.add("is-clamped");
  drawn.style.setProperty("-webkit-line-clamp", String(Math.floor(lines)));
}
