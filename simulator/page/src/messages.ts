// One LINE message as a bubble's content: text, picture, place, sticker, template or flex.
import { element, picture, pictureUrl } from "./dom";
import { flexMessage } from "./flex/bubble";
import type { Tap } from "./flex/component";
import type { Message } from "./line";
import { template } from "./templates";

const WEB_ADDRESS = /(https?:\/\/[^\s<>"]+)/;

type Draw = (message: Message, tap: Tap) => HTMLElement;

const DRAWN: Record<string, Draw> = {
  text: (message) => text(message.text ?? "", message.quote),
  textV2: (message) => text(substituted(message)),
  image: photo,
  location: place,
  sticker: () => element("div", { class: "sticker", role: "img", "aria-label": "สติกเกอร์" }, "🙆‍♀️"),
  flex: (message, tap) => flexMessage(message.contents, tap),
  template: (message, tap) => template(message.template, tap),
};

export function drawMessage(message: Message, tap: Tap): HTMLElement {
  const draw = Object.hasOwn(DRAWN, message.type) ? DRAWN[message.type] : undefined;
  return draw ? draw(message, tap) : text(message.altText ?? `[${message.type}]`);
}

function text(words: string, quote?: string): HTMLElement {
  const drawn = element("div", { class: "bubble" });
  if (quote) drawn.append(element("q", { class: "quote" }, quote));
  for (const part of words.split(WEB_ADDRESS)) {
    const isAddress = /^https?:\/\//.test(part);
    drawn.append(
      isAddress ? element("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part,
    );
  }
  return drawn;
}

/** {name} stands for a mention or an emoji; {{ and }} are the braces themselves. */
function substituted(message: Message): string {
  const put = message.substitution ?? {};
  return (message.text ?? "").replace(/\{\{|\}\}|\{(\w+)\}/g, (found, name?: string) => {
    if (name === undefined) return found.charAt(0);
    const kind = Object.hasOwn(put, name) ? put[name]?.type : undefined;
    return kind === "mention" ? "@สมาชิก" : kind === "emoji" ? "🙂" : found;
  });
}

function photo(message: Message): HTMLElement {
  const image = picture(message.previewImageUrl ?? message.originalContentUrl, "รูปภาพ");
  const large = pictureUrl(message.originalContentUrl ?? message.previewImageUrl);
  if (!large) return element("div", { class: "photo" }, image);
  return element("a", { class: "photo", href: large, target: "_blank", rel: "noopener" }, image);
}

function place(message: Message): HTMLElement {
  const point = `${Number(message.latitude).toFixed(5)},${Number(message.longitude).toFixed(5)}`;
  const map = `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(point)}`;
  const open = { class: "place", href: map, target: "_blank", rel: "noopener noreferrer" };
  return element(
    "a", open,
    element("span", { class: "place-map", "aria-hidden": "true" }, "📍"),
    element("span", { class: "place-title" }, message.title || "ตำแหน่งที่ตั้ง"),
    message.address && message.address !== message.title
      ? element("span", { class: "place-address" }, message.address)
      : null,
    element("span", { class: "place-point" }, point),
  );
}
