// A flex message as a whole: one bubble, or a carousel to swipe through.
import { element, makeTappable } from "../dom";
import { box, component } from "./box";
import type { Bubble, Component, Tap } from "./component";
import * as values from "./values";

const SIZES = {
  nano: "nano", micro: "micro", deca: "deca", hecto: "hecto", kilo: "kilo", mega: "mega", giga: "giga",
};
const BLOCKS = ["header", "hero", "body", "footer"] as const;

export function flexMessage(contents: unknown, tap: Tap): HTMLElement {
  const described = (contents ?? {}) as Bubble & { contents?: Bubble[] };
  if (described.type !== "carousel") return bubble(described, tap);
  const bubbles = Array.isArray(described.contents) ? described.contents : [];
  const drawn = element("div", {
    class: "flex-carousel", role: "group", "aria-roledescription": "carousel", tabindex: "0",
    "aria-label": `${bubbles.length} การ์ด`,
  });
  for (const each of bubbles) drawn.append(bubble(each, tap));
  return drawn;
}

function bubble(described: Bubble, tap: Tap): HTMLElement {
  const size = values.oneOf(SIZES, described.size) ?? "mega";
  const drawn = element("div", { class: `flex-bubble is-${size}` });
  if (described.direction === "rtl") drawn.dir = "rtl";
  for (const name of BLOCKS) {
    const content = described[name];
    if (content) drawn.append(block(name, content, described.styles?.[name] ?? {}, tap));
  }
  const { action } = described;
  if (action) makeTappable(drawn, () => tap(action));
  return drawn;
}

function block(
  name: (typeof BLOCKS)[number],
  content: Component,
  style: Record<string, unknown>,
  tap: Tap,
): HTMLElement {
  const inner = content.type === "box" ? box(content, tap) : component(content, tap);
  const drawn = element("div", { class: `flex-block is-${name}` }, inner);
  drawn.style.backgroundColor = values.color(style.backgroundColor) ?? "";
  if (style.separator === true) {
    drawn.style.borderTop = `1px solid ${values.color(style.separatorColor) ?? "#d4d6da"}`;
  }
  return drawn;
}
