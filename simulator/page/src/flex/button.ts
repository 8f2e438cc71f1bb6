// A flex button: primary, secondary or link, in two heights.
import { button as htmlButton } from "../dom";
import type { Component, Tap } from "./component";
import * as values from "./values";

const STYLES = { primary: "primary", secondary: "secondary", link: "link" };

export function button(described: Component, tap: Tap): HTMLElement {
  const look = values.oneOf(STYLES, described.style) ?? "link";
  const height = described.height === "sm" ? "sm" : "md";
  const { action } = described;
  const drawn = htmlButton(`flex-button is-${look} is-${height}`, action?.label ?? "", () => {
    if (action) tap(action);
  });
  const color = values.color(described.color);
  // LINE paints a link's letters and everything else's ground.
  if (color) drawn.style[look === "link" ? "color" : "backgroundColor"] = color;
  return drawn;
}
