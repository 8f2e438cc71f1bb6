// A pole's page: danger is answered at once, nothing that was tapped is lost, and what is sent twice arrives once.
import { type Draft, DraftBox } from "./draft";
import { byId, say } from "./say";
import { shrunk } from "./shrink";
import { whoVisits } from "./visitor";

const AGAIN_MS = 10_000;
// In LINE the session is there within a second or two; a report need not wait longer for it.
const PATIENCE_MS = 4_000;
// What was tapped and not sent is still meant after LINE Login, and no more on another evening.
const STILL_MEANT_MS = 15 * 60_000;
const PHOTO = "photo-";

class PolePage {
  private readonly form = byId<HTMLFormElement>("pole");
  private readonly box = new DraftBox(`${this.form.dataset.draft}:${location.pathname}`);
  private readonly picker = byId<HTMLInputElement>("photos");
  private photos: Blob[] = [];
  private isWaiting = false;
  private isSending = false;

  async begin(): Promise<void> {
    this.form.addEventListener("change", (event) => this.changed(event.target));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    window.addEventListener("online", () => this.sendWhatWaits());
    window.setInterval(() => this.sendWhatWaits(), AGAIN_MS);
    // A page that the browser had put by would send a new report under the old one's key.
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
    this.picker.classList.add("is-covered"); // its button speaks the page's language
    this.offerPlace();
    byId("open-map").addEventListener("click", (event) => void this.openMap(event));
    void whoVisits(PATIENCE_MS).then((who) => {
      if (who === "known") document.querySelector<HTMLElement>("[data-stranger]")?.remove();
    });
    await this.restore();
    this.warn();
  }

  private get fault(): string {
    return String(new FormData(this.form).get("fault") ?? "");
  }

  private changed(target: EventTarget | null): void {
    if (target === this.picker) void this.keepPhotos([...(this.picker.files ?? [])]);
    if (target instanceof HTMLInputElement && target.name === "fault") {
      byId("answer").replaceChildren();
      this.warn();
    }
    this.save();
  }

  /** Whoever taps a danger reads what to do before anything else. */
  private warn(): void {
    for (const danger of document.querySelectorAll<HTMLElement>("[data-danger]")) {
      danger.hidden = danger.dataset.danger !== this.fault;
      if (!danger.hidden) window.scrollTo({ top: 0 });
    }
  }

  private async keepPhotos(files: File[]): Promise<void> {
    const most = Number(this.form.dataset.mostPhotos);
    const chosen = files.length ? say("chosen").replace("[count]", String(Math.min(files.length, most))) : "";
    byId("photo-status").textContent = [chosen, files.length > most ? say("tooMany") : ""].filter(Boolean).join(" ");
    this.photos = [];
    for (const file of files.slice(0, most)) this.photos.push(await shrunk(file));
    for (const [number, photo] of this.photos.entries()) await this.box.keepPhoto(`${PHOTO}${number}`, photo);
    this.save();
  }

  private save(): void {
    const draft: Draft = {
      key: this.field("key").value,
      fields: { fault: this.fault, phone: this.phone?.value ?? "", saved: String(Date.now()) },
      photos: this.photos.map((_, number) => ({ key: `${PHOTO}${number}`, sentAt: null })),
      isWaiting: this.isWaiting,
      savedAt: 0,
    };
    this.box.save(draft);
  }

  private async restore(): Promise<void> {
    const draft = this.box.load();
    const isStillMeant = draft && (draft.isWaiting || Date.now() - Number(draft.fields.saved) < STILL_MEANT_MS);
    if (!draft || !isStillMeant) return;
    this.field("key").value = draft.key;
    for (const radio of this.form.querySelectorAll<HTMLInputElement>("input[name=fault]")) {
      if (radio.value === draft.fields.fault) radio.checked = true;
    }
    if (this.phone && draft.fields.phone) this.phone.value = draft.fields.phone;
    for (const note of draft.photos) {
      const photo = await this.box.photo(note.key);
      if (photo) this.photos.push(photo);
    }
    this.isWaiting = draft.isWaiting;
    byId("waiting").hidden = !this.isWaiting;
    this.sendWhatWaits();
  }

  private sendWhatWaits(): void {
    if (this.isWaiting && navigator.onLine) void this.send();
  }

  private async send(): Promise<void> {
    if (this.isSending) return;
    if (!this.fault) return this.refused(say("choose"));
    this.busy(true);
    this.isWaiting = true; // also if the phone goes dark in the middle of it
    this.save();
    try {
      await whoVisits(PATIENCE_MS);
      await this.settle(await fetch(this.form.action, { method: "POST", body: this.told() }));
    } catch {
      byId("waiting").hidden = false;
    } finally {
      this.busy(false);
    }
  }

  private told(): FormData {
    const told = new FormData(this.form);
    told.delete("photos");
    this.photos.forEach((photo, number) => told.append("photos", photo, `${number}.jpg`));
    return told;
  }

  private async settle(answer: Response): Promise<void> {
    if (answer.ok && answer.redirected) {
      this.isWaiting = false;
      this.box.clear();
      location.replace(answer.url);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status >= 500) throw new Error(`not taken: ${answer.status}`);
    this.isWaiting = false;
    this.save();
    byId("waiting").hidden = true;
    const said = page.querySelector("#answer .error") ?? page.querySelector("main h1");
    this.refused(said?.textContent ?? "");
  }

  private refused(sentence: string): void {
    const error = document.createElement("p");
    error.className = "error";
    error.setAttribute("role", "alert");
    error.textContent = sentence;
    byId("answer").replaceChildren(error);
    byId("answer").focus({ preventScroll: true });
  }

  private busy(isBusy: boolean): void {
    this.isSending = isBusy;
    byId("send").toggleAttribute("disabled", isBusy);
    byId("send").textContent = isBusy ? say("sending") : say("send");
  }

  /** Sent along where the browser gives it without a question; else only for whoever taps the button. */
  private offerPlace(): void {
    if (!("geolocation" in navigator)) return;
    const button = byId("here");
    button.hidden = false;
    button.addEventListener("click", () => this.locate(true));
    navigator.permissions?.query({ name: "geolocation" }).then(
      (permission) => permission.state === "granted" && this.locate(false),
      () => undefined,
    );
  }

  private locate(wasAsked: boolean): void {
    const status = byId("place-status");
    if (wasAsked) status.textContent = say("locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.field("latitude").value = coords.latitude.toFixed(6);
        this.field("longitude").value = coords.longitude.toFixed(6);
        this.field("accuracy").value = String(Math.round(coords.accuracy));
        if (wasAsked) status.textContent = say("gotPlace");
      },
      () => wasAsked && (status.textContent = say("noPosition")),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  }

  private async openMap(event: MouseEvent): Promise<void> {
    const where = byId("map");
    const link = byId<HTMLAnchorElement>("open-map");
    if (!where.hidden) return; // the second tap goes on to the telephone's own map
    event.preventDefault();
    where.hidden = false;
    try {
      const { drawPole } = await import("./pole-map");
      const { latitude, longitude, mapStyle } = link.dataset;
      await drawPole(where, mapStyle ?? "", [Number(latitude), Number(longitude)]);
    } catch {
      where.hidden = true;
      location.assign(link.href);
    }
  }

  private get phone(): HTMLInputElement | null {
    return document.getElementById("phone") as HTMLInputElement | null;
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}

void new PolePage().begin();
