// The form on a phone: nothing that was filled in is lost, and what is sent twice arrives once.
import { type Draft, DraftBox } from "./draft";
import { Likely } from "./likely";
import { address } from "./liff";
import { NoSignal, PhotoRefused, Photos, Stranger } from "./photos";
import { Place } from "./place";
import { byId, say } from "./say";

const AGAIN_MS = 15_000;
const KEPT_FIELDS = ["words", "type", "place", "latitude", "longitude", "accuracy", "source", "phone", "named"];

class ComplaintForm {
  private readonly form = byId<HTMLFormElement>("complaint");
  private readonly box = new DraftBox(this.form.dataset.draft ?? "");
  private readonly place = new Place(() => this.placeChanged());
  private readonly photos = new Photos(
    this.box,
    Number(this.form.dataset.mostPhotos),
    () => this.save(),
    (latitude, longitude) => this.place.suggest(latitude, longitude),
  );
  private readonly likely = new Likely();
  private isWaiting = false;
  private isSending = false;
  /** What was pressed and not answered yet; what was decided before stands in the server's last answer. */
  private decided: [string, string] | null = null;

  async begin(): Promise<void> {
    this.takeOver();
    if (!("filled" in this.form.dataset)) await this.restore();
    this.likely.soon();
    this.form.addEventListener("input", () => this.save());
    byId("place").addEventListener("input", () => this.placeChanged());
    // What was pressed: telephones of 2020 don't say so in the event of sending. Enter presses the first button.
    let pressed: HTMLButtonElement | null = null;
    this.form.addEventListener("click", (event) => (pressed = (event.target as Element).closest("button")));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send(pressed?.name ? [pressed.name, pressed.value] : null);
    });
    window.addEventListener("online", () => this.sendWhatWaits());
    window.setInterval(() => this.sendWhatWaits(), AGAIN_MS);
    // A page that the browser had put by would send a new report under the old one's key.
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
    this.sendWhatWaits();
  }

  private takeOver(): void {
    const picker = byId<HTMLInputElement>("photos");
    picker.removeAttribute("name"); // from here on they go one by one
    picker.classList.add("is-covered");
    const take = () => {
      const files = [...(picker.files ?? [])];
      picker.value = "";
      if (files.length) void this.photos.add(files);
    };
    picker.addEventListener("change", take);
    take(); // what was chosen before this script had come, on a slow phone
  }

  private async restore(): Promise<void> {
    const draft = this.box.load();
    if (!draft) return;
    this.field("key").value = draft.key;
    for (const [name, value] of Object.entries(draft.fields)) this.fill(name, value);
    this.place.showWhatThereIs();
    await this.photos.restore(draft.photos);
    this.isWaiting = draft.isWaiting;
    byId("waiting").hidden = !this.isWaiting;
    byId("progress").textContent = say("draftKept");
  }

  private fill(name: string, value: string): void {
    const field = this.form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = value === field.value;
    else if (field instanceof RadioNodeList || field instanceof HTMLInputElement) field.value = value;
    else if (field instanceof HTMLTextAreaElement) field.value = value;
    const chosen = name === "type" ? this.form.querySelector("input[name=type]:checked") : null;
    const details = chosen?.closest("details");
    if (details) details.open = true;
  }

  private save(): void {
    const now = new FormData(this.form);
    const fields = Object.fromEntries(KEPT_FIELDS.map((name) => [name, String(now.get(name) ?? "")]));
    const draft: Draft = {
      key: this.field("key").value,
      fields,
      photos: this.photos.notes,
      isWaiting: this.isWaiting,
      savedAt: 0,
    };
    this.box.save(draft);
  }

  /** What was decided about one place says nothing about another. */
  private placeChanged(): void {
    this.decided = null;
    byId("answer").replaceChildren();
    this.save();
  }

  private sendWhatWaits(): void {
    if (this.isWaiting && navigator.onLine) void this.send(null);
  }

  private async send(answer: [string, string] | null): Promise<void> {
    if (this.isSending) return;
    this.busy(true);
    if (answer) this.decided = answer;
    this.isWaiting = true; // also if the phone goes dark in the middle of it
    this.save();
    try {
      await this.photos.sendAll();
      await this.settle(await fetch(address("liff/complaint").href, { method: "POST", body: this.told() }));
    } catch (error) {
      if (error instanceof Stranger) location.reload();
      // Not reached is not refused: only a refusal has to be looked at before it is sent again.
      if (error instanceof PhotoRefused) this.refused(byId("photo-status"));
      else byId("waiting").hidden = false;
    } finally {
      this.busy(false);
    }
  }

  private told(): FormData {
    const told = new FormData(this.form);
    for (const note of this.photos.notes) told.append("photo", note.key);
    if (this.decided) told.append(...this.decided);
    return told;
  }

  private async settle(answer: Response): Promise<void> {
    if (answer.status === 401) throw new Stranger();
    if (answer.ok && answer.redirected) {
      this.box.clear();
      this.isWaiting = false;
      location.replace(answer.url);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = page.getElementById("answer");
    if (answer.status >= 500 || !said) throw new NoSignal();
    this.decided = null;
    byId("answer").replaceChildren(...said.childNodes);
    if (byId("calls").hasChildNodes()) byId("answer").querySelector(".calls")?.remove(); // it stands above already
    this.refused(byId("answer"));
  }

  private refused(where: HTMLElement): void {
    this.isWaiting = false;
    this.save();
    byId("waiting").hidden = true;
    where.scrollIntoView({ block: "center" });
    where.focus({ preventScroll: true });
  }

  private busy(isBusy: boolean): void {
    this.isSending = isBusy;
    byId("send").toggleAttribute("disabled", isBusy);
    byId("progress").textContent = isBusy ? say("sending") : "";
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}

void new ComplaintForm().begin();
