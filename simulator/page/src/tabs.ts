// On a narrow screen one phone shows at a time: a strip of tabs says which, and which has news.
import { element } from "./dom";
import type { Phone } from "./line";

export class Tabs {
  private chosen = "";
  private readonly all = new Map<string, HTMLButtonElement>();

  constructor(private readonly strip: HTMLElement, private readonly desk: HTMLElement) {
    strip.addEventListener("keydown", (event) => this.stepByArrow(event));
  }

  show(phones: Phone[]): void {
    for (const phone of phones) if (!this.all.has(phone.id)) this.addTab(phone);
    if (!this.chosen && phones[0]) this.choose(phones[0].id);
  }

  /** A message reached this phone while another one is in hand. */
  markNews(phone: string): void {
    if (phone !== this.chosen) this.all.get(phone)?.classList.add("has-news");
  }

  private addTab(phone: Phone): void {
    const tab = element(
      "button", { type: "button", role: "tab", class: "tab", "aria-controls": `phone-${phone.id}` },
      element("span", { "aria-hidden": "true" }, phone.avatar), phone.title,
    );
    tab.addEventListener("click", () => this.choose(phone.id));
    this.all.set(phone.id, tab);
    this.strip.append(tab);
  }

  private choose(id: string): void {
    this.chosen = id;
    for (const [each, tab] of this.all) {
      const isChosen = each === id;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      if (isChosen) tab.classList.remove("has-news");
    }
    for (const phone of this.desk.children) {
      phone.classList.toggle("is-chosen", phone.id === `phone-${id}`);
    }
    this.all.get(id)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  private stepByArrow(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const ids = [...this.all.keys()];
    const next = ids[(ids.indexOf(this.chosen) + step + ids.length) % ids.length];
    if (!next) return;
    this.choose(next);
    this.all.get(next)?.focus();
  }
}
