// Pictures in flex messages: image, icon, and a video by its preview.
import { element, makeTappable, picture } from "../dom";
import type { Component, Tap } from "./component";
import * as values from "./values";

const ALIGN = { start: "flex-start", center: "center", end: "flex-end" };

export function image(described: Component, tap: Tap): HTMLElement {
  const frame = element("div", { class: "flex-picture" }, picture(described.url, "รูปภาพ"));
  frame.style.aspectRatio = values.aspectRatio(described.aspectRatio);
  frame.style.width = values.imageSize(described.size) ?? "100px";
  frame.style.backgroundColor = values.color(described.backgroundColor) ?? "";
  if (described.aspectMode === "cover") frame.classList.add("is-cover");
  const drawn = element("div", { class: "flex-image" }, frame);
  drawn.style.justifyContent = values.oneOf(ALIGN, described.align) ?? "";
  const { action } = described;
  if (action) makeTappable(drawn, () => tap(action), action.label ?? "รูปภาพ");
  return drawn;
}

export function icon(described: Component): HTMLElement {
  const drawn = element("span", { class: "flex-icon" }, picture(described.url, ""));
  drawn.style.height = values.fontSize(described.size) ?? "16px";
  drawn.style.aspectRatio = values.aspectRatio(described.aspectRatio);
  return drawn;
}

export function video(described: Component, tap: Tap): HTMLElement {
  const poster = { ...described, url: described.previewUrl, size: "full", aspectMode: "cover" };
  return image(poster as Component, tap);
}
