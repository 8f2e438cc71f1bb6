// A flex box and the place of each child in it: layouts, spacing, flex factors, offsets.
import { element, makeTappable } from "../dom";
import { button } from "./button";
import type { Component, Tap } from "./component";
import { icon, image, video } from "./image";
import { text } from "./text";
import * as values from "./values";

const JUSTIFY = {
  "flex-start": "flex-start", start: "flex-start", center: "center", "flex-end": "flex-end", end: "flex-end",
  "space-between": "space-between", "space-around": "space-around", "space-evenly": "space-evenly",
};
const ALIGN_ITEMS = { "flex-start": "flex-start", center: "center", "flex-end": "flex-end" };
const GRAVITY = { top: "flex-start", center: "center", bottom: "flex-end" };

const DRAWN: Record<string, (component: Component, tap: Tap) => HTMLElement> = {
  box, text, image, icon, button, video,
  span: text,
  filler: () => element("div", { class: "flex-filler" }),
  separator,
};

export function component(described: Component, tap: Tap): HTMLElement {
  const draw = Object.hasOwn(DRAWN, described.type ?? "") ? DRAWN[described.type ?? ""] : undefined;
  return draw ? draw(described, tap) : element("div", { class: "flex-unknown" });
}

export function box(described: Component, tap: Tap): HTMLElement {
  const layout = values.oneOf({ horizontal: "horizontal", baseline: "baseline" }, described.layout) ?? "vertical";
  const drawn = element("div", { class: `flex-box is-${layout}` });
  let isFirst = true;
  for (const child of Array.isArray(described.contents) ? described.contents : []) {
    const made = component(child, tap);
    placeInBox(made, child, described, isFirst);
    drawn.append(made);
    isFirst = false;
  }
  styleBox(drawn, described);
  const { action } = described;
  if (action) makeTappable(drawn, () => tap(action));
  return drawn;
}

function placeInBox(made: HTMLElement, child: Component, parent: Component, isFirst: boolean): void {
  const isVertical = parent.layout !== "horizontal" && parent.layout !== "baseline";
  made.style.flex = flexOf(child, isVertical);
  if (child.position === "absolute") made.style.position = "absolute";
  else if (!isFirst) {
    const gap = values.spacing(child.margin) ?? values.spacing(parent.spacing) ?? "0px";
    made.style[isVertical ? "marginTop" : "marginLeft"] = gap;
  }
  if (parent.layout === "horizontal" && child.gravity) {
    made.style.alignSelf = values.oneOf(GRAVITY, child.gravity) ?? "";
  }
  offset(made, child);
}

/** LINE's own defaults: things share a row equally and keep their own height in a column. */
function flexOf(child: Component, isVertical: boolean): string {
  const factor = typeof child.flex === "number" && child.flex >= 0 ? Math.min(child.flex, 99) : null;
  if (child.type === "filler") return `${factor ?? 1} 1 0px`;
  if (child.type === "icon" || child.type === "separator") return "0 0 auto";
  if (child.type === "box" && (isVertical ? child.height : child.width)) return "0 0 auto";
  if (isVertical) return factor ? `${factor} 0 auto` : "0 0 auto";
  if (factor === 0) return "0 0 auto";
  return `${factor ?? 1} 1 0px`;
}

function offset(made: HTMLElement, child: Component): void {
  made.style.top = values.padding(child.offsetTop) ?? "";
  made.style.bottom = values.padding(child.offsetBottom) ?? "";
  made.style.left = values.padding(child.offsetStart) ?? "";
  made.style.right = values.padding(child.offsetEnd) ?? "";
}

function styleBox(drawn: HTMLElement, described: Component): void {
  const { style } = drawn;
  style.padding = values.padding(described.paddingAll) ?? "";
  style.paddingTop = values.padding(described.paddingTop) ?? style.paddingTop;
  style.paddingBottom = values.padding(described.paddingBottom) ?? style.paddingBottom;
  style.paddingLeft = values.padding(described.paddingStart) ?? style.paddingLeft;
  style.paddingRight = values.padding(described.paddingEnd) ?? style.paddingRight;
  style.backgroundColor = values.color(described.backgroundColor) ?? "";
  style.backgroundImage = values.gradient(described.background) ?? "";
  style.borderRadius = values.spacing(described.cornerRadius) ?? "";
  style.width = values.length(described.width) ?? "";
  style.height = values.length(described.height) ?? "";
  style.maxWidth = values.length(described.maxWidth) ?? "";
  style.maxHeight = values.length(described.maxHeight) ?? "";
  style.justifyContent = values.oneOf(JUSTIFY, described.justifyContent) ?? "";
  style.alignItems = values.oneOf(ALIGN_ITEMS, described.alignItems) ?? "";
  const width = values.borderWidth(described.borderWidth);
  const color = values.color(described.borderColor);
  if (width && color) style.border = `${width} solid ${color}`;
}

function separator(described: Component): HTMLElement {
  const drawn = element("div", { class: "flex-separator", role: "presentation" });
  drawn.style.backgroundColor = values.color(described.color) ?? "";
  return drawn;
}
