// LINE's older template messages, plainly: confirm, buttons and a carousel of them.
import { button, element, picture } from "./dom";
import type { Tap } from "./flex/component";
import type { Template, TemplateColumn } from "./line";

export function template(described: Template | undefined, tap: Tap): HTMLElement {
  if (!described?.columns) return card(described ?? { text: "" }, tap, described?.type === "confirm");
  const drawn = element("div", { class: "flex-carousel", role: "group", tabindex: "0" });
  for (const column of described.columns) drawn.append(card(column, tap, false));
  return drawn;
}

function card(column: TemplateColumn, tap: Tap, isConfirm: boolean): HTMLElement {
  const choices = element("div", { class: isConfirm ? "template-choices is-confirm" : "template-choices" });
  for (const action of column.actions ?? []) {
    choices.append(button("flex-button is-link is-md", action.label ?? "", () => tap(action)));
  }
  return element(
    "div", { class: "template" },
    column.thumbnailImageUrl ? picture(column.thumbnailImageUrl, "") : null,
    column.title ? element("p", { class: "template-title" }, column.title) : null,
    element("p", { class: "template-text" }, column.text),
    choices,
  );
}
