// A LIFF page opened inside a phone, as that person: the town's own pages under /sim/as/<person>/.
import { button, element } from "./dom";
import type { Act, Message } from "./line";

const LIFF_LINK = /^https:\/\/liff\.line\.me\/[^/?#]+(?:\/(?=$|[?#]))?(.*)$/;

/**
 * What this person's phone opens for a liff.line.me link; null when it is another kind of link. As LINE does it:
 * always the endpoint first, with the rest of the link in `liff.state`, and the page's `init` goes on from there.
 */
export function liffPath(uri: string, person: string): string | null {
  const found = LIFF_LINK.exec(uri);
  if (!found) return null;
  const endpoint = `/sim/as/${encodeURIComponent(person)}/liff/`;
  return found[1] ? `${endpoint}?liff.state=${encodeURIComponent(found[1])}` : endpoint;
}

export class LiffPanel {
  readonly root = element("section", { class: "liff", role: "dialog", "aria-label": "หน้าเว็บในแชต" });
  private frame: HTMLIFrameElement | null = null;
  private opener: Element | null = null;

  constructor(private readonly send: (act: Act) => void) {
    this.root.hidden = true;
    window.addEventListener("message", (event) => this.hear(event));
  }

  open(path: string): void {
    this.opener = document.activeElement;
    this.frame = element("iframe", { src: path, title: "หน้าเว็บในแชต", allow: "geolocation; camera" });
    const close = button("liff-close", "✕", () => this.close(), "ปิดหน้าเว็บ");
    this.root.replaceChildren(element("div", { class: "liff-head" }, "บ้านเรา", close), this.frame);
    this.root.hidden = false;
    close.focus();
  }

  close(): void {
    this.root.hidden = true;
    this.root.replaceChildren();
    this.frame = null;
    if (this.opener instanceof HTMLElement) this.opener.focus();
  }

  /** What the page's stand-in for LINE's SDK asks of the phone around it. */
  private hear(event: MessageEvent): void {
    if (event.origin !== location.origin || !this.frame || event.source !== this.frame.contentWindow) return;
    const { ask, messages } = (event.data ?? {}) as { ask?: string; messages?: Message[] };
    if (ask === "closeWindow") this.close();
    if (ask !== "sendMessages") return;
    for (const message of messages ?? []) {
      if (message.type === "text") this.send({ verb: "says", text: String(message.text) });
    }
  }
}
