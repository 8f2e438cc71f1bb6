// The rich menu: one picture with areas to tap, opened and closed by the bar below the chat.
import { button, element, picture } from "./dom";
import type { Tap } from "./flex/component";
import type { Action, Bounds, RichMenu } from "./line";

export class RichMenuPanel {
  readonly root = element("div", { class: "rich-menu" });
  private readonly bar = button("menu-bar", "", () => this.setOpen(this.panel.hidden === true));
  private readonly panel = element("div", { class: "menu-panel" });
  private shown = "";

  constructor(private readonly tap: Tap) {
    this.root.append(this.bar, this.panel);
    this.show(null);
    this.setOpen(false);
  }

  show(menu: RichMenu | null): void {
    const described = JSON.stringify(menu);
    if (described === this.shown) return;
    this.shown = described;
    this.root.hidden = menu === null;
    if (!menu) return;
    this.bar.textContent = menu.chatBarText;
    this.panel.style.aspectRatio = `${Number(menu.width)} / ${Number(menu.height)}`;
    const areas = menu.areas.map(({ bounds, action }) => this.area(bounds, menu, action));
    this.panel.replaceChildren(picture(menu.imageUrl, ""), ...areas);
    if (menu.selected) this.setOpen(true);
  }

  setOpen(isOpen: boolean): void {
    this.panel.hidden = !isOpen;
    this.bar.setAttribute("aria-expanded", String(isOpen));
  }

  private area(bounds: Bounds, menu: RichMenu, action: Action): HTMLButtonElement {
    const label = action.label ?? action.text ?? action.displayText ?? "เมนู";
    const area = button("menu-area", "", () => this.tap(action), label);
    const percent = (part: number, whole: number) => `${(100 * Number(part)) / Number(whole)}%`;
    area.style.left = percent(bounds.x, menu.width);
    area.style.top = percent(bounds.y, menu.height);
    area.style.width = percent(bounds.width, menu.width);
    area.style.height = percent(bounds.height, menu.height);
    return area;
  }
}
