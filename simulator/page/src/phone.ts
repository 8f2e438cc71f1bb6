// One phone on the desk: its head, its chat, its menu and what its owner can do.
import { ChatLog } from "./chat_log";
import { Composer } from "./composer";
import { askForDate } from "./date_picker";
import { button, element } from "./dom";
import { LiffPanel, liffPath } from "./liff_panel";
import type { Act, Action, Entry, Phone } from "./line";
import { askForPhoto } from "./photo";
import { askForPin } from "./pin";
import { RichMenuPanel } from "./rich_menu";
import { askForCode } from "./scan";
import * as server from "./server";
import { Sheet } from "./sheet";
import { tapped, type Hands } from "./tapping";

export class PhoneView implements Hands {
  readonly root: HTMLElement;
  private readonly head = element("header", { class: "head" });
  private readonly member = element("select", {});
  private readonly voice = element("label", { class: "voice" }, "พิมพ์ในนาม", this.member);
  private readonly door = button("door", "", () => this.enter());
  private readonly log: ChatLog;
  private readonly composer: Composer;
  private readonly menu = new RichMenuPanel((action) => this.tap(action));
  private readonly sheet = new Sheet();
  private readonly liff = new LiffPanel((act) => this.send(act));

  constructor(private phone: Phone) {
    this.log = new ChatLog(phone, {
      tap: (action) => this.tap(action),
      unsend: (seq) => this.send({ verb: "unsend", seq }),
      quote: (seq, words) => this.composer.quote(seq, words),
    });
    this.composer = new Composer(phone.title, {
      say: (text, quotes) => this.send({ verb: "says", text, quotes }),
      photo: () => this.askForPhoto(),
      pin: () => this.askForPin(),
      sticker: () => this.send({ verb: "sticker" }),
      scan: () => askForCode(this.sheet, (uri) => this.openAddress(uri)),
    });
    this.member.addEventListener("change", () => this.log.setReader(this.phone, this.writer()));
    this.root = element(
      "section", { class: `phone is-${phone.kind}`, "data-phone": phone.id, id: `phone-${phone.id}` },
      this.head, this.log.root, this.voice, this.door, this.composer.root, this.menu.root,
      this.sheet.root, this.liff.root,
    );
    this.update(phone);
  }

  update(phone: Phone): void {
    this.phone = phone;
    const isGroup = phone.kind === "group";
    const isConnected = isGroup ? phone.botIsIn === true : phone.follows === true;
    this.root.setAttribute("aria-label", `โทรศัพท์ของ ${phone.title}`);
    this.drawHead(isConnected);
    this.voice.hidden = !isGroup;
    this.fillMembers();
    this.door.hidden = isConnected;
    this.door.textContent = isGroup ? "เชิญบอตเข้ากลุ่ม" : "เพิ่มเพื่อน";
    this.composer.root.hidden = !isConnected;
    this.menu.show(isConnected && !isGroup ? (phone.richMenu ?? null) : null);
    this.log.setReader(phone, this.writer());
  }

  add(entry: Entry): void {
    this.log.add(entry);
  }

  forget(): void {
    this.log.clear();
  }

  tap(action: Action): void {
    tapped(action, this);
  }

  send(act: Act): void {
    const as = this.phone.kind === "group" ? this.writer() : undefined;
    server.act(this.phone.id, as, act).catch((refusal: unknown) => {
      const why = refusal instanceof server.Refused ? refusal.message : "ติดต่อตัวจำลองไม่ได้";
      this.log.note(`ส่งไม่ได้: ${why}`, undefined, true);
    });
  }

  askForPin(): void {
    askForPin(this.sheet, (act) => this.send(act));
  }

  askForPhoto(): void {
    askForPhoto(this.sheet, (act) => this.send(act), (why) => this.note(why));
  }

  askForDate(action: Action): void {
    askForDate(this.sheet, action, (act) => this.send(act));
  }

  openMenu(isOpen: boolean): void {
    this.menu.setOpen(isOpen);
  }

  write(text: string): void {
    this.composer.write(text);
  }

  note(words: string): void {
    this.log.note(words);
  }

  openAddress(uri: string): void {
    const page = liffPath(uri, this.writer());
    if (page) this.liff.open(page);
    else if (uri.startsWith("tel:")) this.note(`จะโทรไปที่ ${uri.slice(4)}`);
    else if (/^https?:\/\//.test(uri)) window.open(uri, "_blank", "noopener,noreferrer");
    else this.note(`ตัวจำลองเปิดลิงก์นี้ไม่ได้: ${uri}`);
  }

  /** The person whose thumb is on this phone. */
  private writer(): string {
    return this.phone.kind === "group" ? this.member.value : this.phone.id;
  }

  private enter(): void {
    this.send({ verb: this.phone.kind === "group" ? "invites" : "adds" });
  }

  private drawHead(isConnected: boolean): void {
    const { avatar, title, subtitle, kind } = this.phone;
    const leave = kind === "group"
      ? button("leave", "นำบอตออก", () => this.send({ verb: "removes" }), `นำบอตออก · ${title}`)
      : button("leave", "บล็อก", () => this.send({ verb: "blocks" }), `บล็อก · ${title}`);
    this.head.replaceChildren(
      element("span", { class: "face", "aria-hidden": "true" }, avatar),
      element("div", {}, element("h2", {}, title), element("p", {}, subtitle)),
    );
    if (isConnected) this.head.append(leave);
  }

  private fillMembers(): void {
    const chosen = this.member.value;
    const members = this.phone.members ?? [];
    this.member.replaceChildren(
      ...members.map((each) => element("option", { value: each.id }, `${each.avatar} ${each.title}`)),
    );
    if (members.some((each) => each.id === chosen)) this.member.value = chosen;
  }
}
