// A small panel that rises inside one phone: to choose a place, a photo, a time.
import { button, element } from "./dom";

export class Sheet {
  readonly root = element("section", { class: "sheet", role: "dialog" });
  private opener: Element | null = null;

  constructor() {
    this.root.hidden = true;
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  open(title: string, ...content: Node[]): void {
    this.opener = document.activeElement;
    this.root.setAttribute("aria-label", title);
    const heading = element(
      "div", { class: "sheet-head" },
      element("h3", {}, title),
      button("sheet-close", "✕", () => this.close(), "ปิด"),
    );
    this.root.replaceChildren(heading, ...content);
    this.root.hidden = false;
    this.root.querySelector<HTMLElement>(".sheet-first, input, .choice")?.focus();
  }

  close(): void {
    this.root.hidden = true;
    this.root.replaceChildren();
    if (this.opener instanceof HTMLElement) this.opener.focus();
  }
}
