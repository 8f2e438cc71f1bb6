// The conversation in one phone: rows of bubbles, days, notes, and the quick replies under the last message.
import { button, element, pictureUrl } from "./dom";
import type { Action, Entry, Member, Phone } from "./line";
import { drawMessage } from "./messages";
import { dayOf, hourOf } from "./thai_time";

export interface LogActions {
  tap(action: Action): void;
  unsend(seq: number): void;
  quote(seq: number, words: string): void;
}

const NEAR_BOTTOM_PX = 60;

export class ChatLog {
  readonly root = element("div", { class: "log" });
  private readonly scroll = element("div", { class: "scroll", tabindex: "0", role: "region" });
  private readonly rows = element("div", {
    class: "rows", role: "log", "aria-live": "polite", "aria-label": "บทสนทนา",
  });
  private readonly chips = element("div", { class: "chips", role: "group", "aria-label": "ตอบด่วน" });
  private readonly newer = button("newer", "ข้อความใหม่ ↓", () => this.toBottom());
  private lastDay = "";
  private lastSender = "";
  private writer = "";
  private readerIsAtBottom = true;
  private bottomTop = 0; // scrollTop when the reader last was at the bottom

  constructor(private phone: Phone, private readonly actions: LogActions) {
    this.scroll.setAttribute("aria-label", `ห้องแชตของ ${phone.title}`);
    this.scroll.append(this.rows, this.chips);
    this.root.append(this.scroll, this.newer);
    this.newer.hidden = true;
    this.chips.hidden = true;
    this.scroll.addEventListener("scroll", () => this.noticeReader(), { passive: true });
    // Pictures arrive late and menus open: whoever was at the bottom stays there.
    const watch = new ResizeObserver(() => this.readerIsAtBottom && this.toBottom());
    for (const part of [this.scroll, this.rows, this.chips]) watch.observe(part);
  }

  /** Who reads this phone: a person's own bubbles stand on the right. */
  setReader(phone: Phone, writer: string): void {
    this.phone = phone;
    this.writer = writer;
    for (const row of this.rows.querySelectorAll<HTMLElement>(".row")) {
      row.classList.toggle("is-mine", row.dataset.from === writer);
    }
  }

  clear(): void {
    this.rows.replaceChildren();
    this.lastDay = this.lastSender = "";
    this.offer([]);
    this.newer.hidden = true;
    this.readerIsAtBottom = true;
  }

  add(entry: Entry): void {
    if (entry.unsent !== undefined) return this.takeBack(entry.unsent);
    if (!entry.message) return;
    this.noticeReader();
    const at = new Date(entry.at ?? Date.now());
    this.separateDays(at);
    if (entry.from === "system") {
      this.note(entry.message.text ?? "", entry.seq);
      return;
    }
    this.rows.append(this.row(entry, at));
    this.offer(entry.from === "bot" ? (entry.message.quickReply?.items ?? []) : []);
    if (this.readerIsAtBottom || entry.from === this.writer) this.toBottom();
    else this.newer.hidden = false;
  }

  note(words: string, seq?: number, isAlert = false): void {
    const note = element("p", { class: isAlert ? "note is-alert" : "note" }, words);
    if (seq !== undefined) note.dataset.seq = String(seq);
    if (isAlert) note.setAttribute("role", "alert");
    this.rows.append(note);
    this.lastSender = "";
    if (this.readerIsAtBottom) this.toBottom();
  }

  toBottom(): void {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.noticeReader();
  }

  /** A picture that loads pushes the bottom away; only the reader's own scrolling upwards leaves it. */
  private noticeReader(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.scroll;
    if (scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX) {
      this.readerIsAtBottom = true;
      this.bottomTop = scrollTop;
      this.newer.hidden = true;
    } else if (scrollTop < this.bottomTop - NEAR_BOTTOM_PX) this.readerIsAtBottom = false;
  }

  private separateDays(at: Date): void {
    const day = dayOf(at);
    if (day === this.lastDay) return;
    this.lastDay = day;
    this.lastSender = "";
    this.rows.append(element("p", { class: "day" }, day));
  }

  private row(entry: Entry, at: Date): HTMLElement {
    const from = entry.from ?? "bot";
    const message = entry.message ?? { type: "" };
    const isCard = message.type === "flex" || message.type === "template";
    const row = element("div", { class: isCard ? "row holds-card" : "row" });
    row.dataset.seq = String(entry.seq);
    row.dataset.from = from;
    row.classList.toggle("is-bot", from === "bot");
    row.classList.toggle("is-mine", from === this.writer);
    row.classList.toggle("is-followup", from === this.lastSender);
    this.lastSender = from;
    const sender = this.senderOf(from, message.sender?.name);
    row.append(
      element("span", { class: "avatar", "aria-hidden": "true" }, sender.avatar),
      element("span", { class: "sender" }, sender.title),
      element("div", { class: "content" }, drawMessage(message, this.actions.tap)),
      this.margin(entry.seq, at, from, message.altText ?? message.text ?? ""),
    );
    return row;
  }

  private margin(seq: number, at: Date, from: string, words: string): HTMLElement {
    const time = element("time", { datetime: at.toISOString() }, hourOf(at));
    const takeBack = button("take-back", "✕", () => this.actions.unsend(seq), "ยกเลิกข้อความ");
    const answer = button("answer", "↩", () => this.actions.quote(seq, words), "ตอบกลับข้อความนี้");
    return element("span", { class: "margin" }, from === "bot" ? answer : takeBack, time);
  }

  private senderOf(from: string, botName?: string): Member {
    if (from === "bot") return { id: "bot", title: botName ?? "บ้านเรา", avatar: "🏡" };
    const member = this.phone.members?.find((each) => each.id === from);
    return member ?? { id: from, title: this.phone.title, avatar: this.phone.avatar };
  }

  private takeBack(seq: number): void {
    const row = this.rows.querySelector(`[data-seq="${seq}"]`);
    const note = element("p", { class: "note" }, "ยกเลิกข้อความแล้ว");
    note.dataset.seq = String(seq);
    row?.replaceWith(note);
    this.lastSender = "";
  }

  private offer(items: { imageUrl?: string; action: Action }[]): void {
    this.chips.replaceChildren(...items.map((item) => this.chip(item)));
    this.chips.hidden = items.length === 0;
    this.chips.scrollLeft = 0;
  }

  private chip({ imageUrl, action }: { imageUrl?: string; action: Action }): HTMLButtonElement {
    const chip = button("chip", action.label ?? "", () => this.actions.tap(action));
    const icon = pictureUrl(imageUrl);
    if (icon) chip.prepend(element("img", { src: icon, alt: "" }));
    return chip;
  }
}
