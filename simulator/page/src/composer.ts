// What a person writes with: the text field, and buttons for a photo, a place, a sticker and a QR code.
import { button, element } from "./dom";

export interface ComposerActions {
  say(text: string, quotes?: number): void;
  photo(): void;
  pin(): void;
  sticker(): void;
  scan(): void;
}

const TYPE_HERE = "พิมพ์ข้อความ";

export class Composer {
  readonly root = element("form", { class: "composer" });
  private readonly field = element("textarea", { rows: "1", enterkeyhint: "send", maxlength: "5000" });
  private quoted: number | undefined;

  constructor(name: string, private readonly actions: ComposerActions) {
    this.field.setAttribute("aria-label", `ข้อความของ ${name}`);
    this.field.placeholder = TYPE_HERE;
    this.root.append(
      button("tool", "📷", () => actions.photo(), "ส่งรูปภาพ"),
      button("tool", "📍", () => actions.pin(), "ส่งตำแหน่ง"),
      button("tool", "😊", () => actions.sticker(), "ส่งสติกเกอร์"),
      button("tool", "🔳", () => actions.scan(), "สแกน QR"),
      this.field,
      element("button", { type: "submit", class: "send", "aria-label": "ส่ง", title: "ส่ง" }, "➤"),
    );
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("keydown", (event) => this.sendOnEnter(event));
    this.field.addEventListener("input", () => this.fit());
  }

  write(text: string): void {
    this.field.value = text;
    this.fit();
    this.field.focus();
  }

  /** What is written next answers to this message; Escape lets go of it. */
  quote(seq: number, words: string): void {
    this.quoted = seq;
    this.field.placeholder = `ตอบกลับ “${words.slice(0, 30)}”`;
    this.root.classList.add("is-quoting");
    this.field.focus();
  }

  private forgetQuote(): void {
    this.quoted = undefined;
    this.field.placeholder = TYPE_HERE;
    this.root.classList.remove("is-quoting");
  }

  private sendOnEnter(event: KeyboardEvent): void {
    if (event.key === "Escape") this.forgetQuote();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  private send(): void {
    const words = this.field.value.trim();
    if (!words) return;
    this.field.value = "";
    this.fit();
    const quoted = this.quoted;
    this.forgetQuote();
    this.actions.say(words, quoted);
  }

  private fit(): void {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 96)}px`;
  }
}
