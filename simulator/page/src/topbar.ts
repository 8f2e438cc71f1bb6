// The bar above the phones: the town's name, the month's quota, and switches that make LINE misbehave.
import { button, element } from "./dom";
import * as server from "./server";

type Choice = [value: string, words: string];

const SENDING: Choice[] = [
  ["", "ปกติ"], ["500", "ล้มเหลว (500)"], ["slow", "ช้ามาก"], ["rate", "ถี่เกินไป (429)"], ["month", "หมดโควตา (429)"],
];
const DELIVERY: Choice[] = [["", "ปกติ"], ["duplicate", "ส่งซ้ำ"], ["reorder", "สลับลำดับ"]];

export class TopBar {
  private readonly town = element("h1", {}, "บ้านเรา");
  private readonly lost = element("span", { class: "lost", role: "status" });
  private readonly sending = selector(SENDING);
  private readonly delivery = selector(DELIVERY);
  private readonly meter = element("meter", { min: "0", "aria-label": "โควตาเดือนนี้" });
  private readonly quotaWords = element("span", { class: "quota-words" });
  private readonly controls: HTMLElement;

  constructor(private readonly root: HTMLElement) {
    this.controls = element(
      "div", { class: "controls", id: "controls" },
      element("span", { class: "quota" }, "โควตา", this.meter, this.quotaWords),
      element("label", {}, "LINE รับข้อความจากบอต", this.sending),
      element("label", {}, "เหตุการณ์ถึงบอต", this.delivery),
    );
    const more = button("more", "ตั้งค่า", () => {
      more.setAttribute("aria-expanded", String(this.root.classList.toggle("is-open")));
    });
    more.setAttribute("aria-expanded", "false");
    more.setAttribute("aria-controls", "controls");
    root.append(element("div", { class: "town" }, this.town, "LINE จำลอง"), this.lost, more, this.controls);
    for (const each of [this.sending, this.delivery]) each.addEventListener("change", () => void this.switchFaults());
  }

  setTown(name: string): void {
    this.town.textContent = name;
  }

  setConnected(isConnected: boolean): void {
    this.lost.textContent = isConnected ? "" : "ขาดการติดต่อ กำลังลองใหม่…";
  }

  async refresh(): Promise<void> {
    const [quota, faults] = await Promise.all([server.quota(), server.faults()]);
    this.meter.max = quota.limit ?? Math.max(quota.used, 1);
    this.meter.value = quota.used;
    this.quotaWords.textContent = quota.limit === null ? `${quota.used} (ไม่จำกัด)` : `${quota.used} / ${quota.limit}`;
    this.showFaults(faults);
  }

  private showFaults(faults: server.Faults): void {
    this.sending.value = faults.reply_push ?? "";
    this.delivery.value = faults.deliveries ?? "";
    this.root.classList.toggle("has-faults", Boolean(faults.reply_push ?? faults.deliveries));
  }

  private async switchFaults(): Promise<void> {
    const chosen = { reply_push: this.sending.value || null, deliveries: this.delivery.value || null };
    try {
      await server.setFaults(chosen);
      this.showFaults(chosen);
    } catch {
      this.lost.textContent = "เปลี่ยนการตั้งค่าไม่ได้";
    }
  }
}

function selector(choices: Choice[]): HTMLSelectElement {
  return element("select", {}, ...choices.map(([value, words]) => element("option", { value }, words)));
}
