// The crew's page: every form goes through the outbox, so that a tap without a signal is a tap all the same. Without this
// script the forms work plainly.
import { newKey } from "./draft";
import { withExif } from "./exif";
import { type Kept, Outbox } from "./outbox";
import { byId, say } from "./say";
import { canScan, scan } from "./scanning";
import { shrunk } from "./shrink";

const PATIENCE_MS = 8_000;
const FRESH_MS = 15_000;

type Place = Record<"latitude" | "longitude" | "accuracy", string>;

class Card {
  readonly id = this.article.dataset.stop ?? "";
  private photos: File[] = [];
  private takenAt = 0;
  private place: Promise<Place | null> = Promise.resolve(null);

  constructor(
    private readonly article: HTMLElement,
    private readonly outbox: Outbox,
  ) {
    for (const form of article.querySelectorAll("form")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        void this.take(form, event.submitter as HTMLButtonElement | null);
      });
    }
    for (const input of article.querySelectorAll<HTMLInputElement>("input[type=file]")) {
      input.addEventListener("change", () => void this.shoot(input));
    }
    for (const step of article.querySelectorAll<HTMLButtonElement>("[data-step]")) {
      step.hidden = false;
      step.addEventListener("click", () => count(step));
    }
    const button = article.querySelector<HTMLButtonElement>("[data-scan]");
    if (button && canScan()) {
      button.hidden = false;
      button.addEventListener("click", () => void this.scan(button));
    }
    article.querySelector<HTMLButtonElement>("[data-scanned]")?.click();
  }

  /** What of this stop waits, or was refused, and what was done here since the page was loaded. */
  show(waiting: Kept[]): void {
    const list = this.article.querySelector<HTMLElement>("[data-unsent]");
    list?.querySelectorAll(".is-waiting, .is-refused").forEach((row) => row.remove());
    for (const kept of waiting) list?.append(this.row(kept));
    if (waiting.some((kept) => kept.refusal !== undefined)) this.article.classList.remove("is-done-here");
  }

  /** Sent: it stays to be read on the card. */
  told(label: string, sentence: string): void {
    const row = document.createElement("li");
    row.className = "is-sent";
    row.textContent = `✓ ${label}: ${sentence}`;
    this.article.querySelector("[data-unsent]")?.append(row);
  }

  private row(kept: Kept): HTMLLIElement {
    const row = document.createElement("li");
    row.className = kept.refusal === undefined ? "is-waiting" : "is-refused";
    row.textContent = kept.refusal === undefined ? `⏳ ${kept.label}: ${say("waiting")}` : `⚠️ ${kept.label}: ${say("refused")}. ${kept.refusal}`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "is-quiet";
    button.textContent = kept.refusal === undefined ? say("takeBack") : say("dismiss");
    button.addEventListener("click", () => void this.outbox.drop(kept.id));
    row.append(button);
    return row;
  }

  private async take(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
    if (form.dataset.isTaken) return; // a second tap before the first was kept
    form.dataset.isTaken = "yes";
    const kept = await this.kept(form, button);
    if (!(await this.outbox.put(kept))) {
      byId("outbox-trouble").textContent = say("noStorage");
      if (button?.hasAttribute("formaction")) form.action = button.formAction;
      form.submit();
      return;
    }
    this.after(form, kept);
  }

  private async kept(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<Omit<Kept, "id" | "owner">> {
    const at = Date.now();
    const fields: [string, string | Blob][] = [];
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.push([name, value]);
    const isWithPhotos = form.querySelector("input[type=file]") !== null;
    if (isWithPhotos) for (const photo of this.photos) fields.push(["photos", photo]);
    const place = form.dataset.here === undefined ? null : await (isWithPhotos && this.photos.length ? this.place : located());
    for (const name of ["latitude", "longitude", "accuracy"] as const) if (place) fields.push([name, place[name]]);
    return {
      url: button?.hasAttribute("formaction") ? button.formAction : form.action,
      fields,
      at,
      ages: isWithPhotos && this.takenAt ? { age_s: this.takenAt } : {},
      stop: this.id,
      label: button?.dataset.kept ?? form.dataset.kept ?? "",
    };
  }

  /** The next sending of this form is another one. */
  private after(form: HTMLFormElement, kept: Omit<Kept, "id" | "owner">): void {
    const key = form.querySelector<HTMLInputElement>("input[name=key]:not([data-keep])");
    if (key) key.value = newKey();
    delete form.dataset.isTaken;
    for (const part of form.querySelectorAll<HTMLInputElement>(".part input")) part.value = "";
    if (kept.url.endsWith("/arrive")) {
      this.article.querySelector<HTMLDetailsElement>("details.work")?.setAttribute("open", "");
      this.article.querySelector<HTMLDetailsElement>("details.scan")?.removeAttribute("open");
    }
    if (/\/(finish|wait)$/.test(kept.url)) {
      this.article.querySelector<HTMLDetailsElement>("details.work")?.removeAttribute("open");
      this.article.classList.add("is-done-here");
      this.photos = [];
      this.takenAt = 0;
    }
    if (/\/undo$/.test(kept.url)) form.parentElement?.remove();
  }

  private async shoot(input: HTMLInputElement): Promise<void> {
    const chosen = [...(input.files ?? [])];
    this.takenAt = chosen.length ? Math.min(...chosen.map((file) => file.lastModified || Date.now()), Date.now()) : 0;
    this.place = located();
    this.photos = [];
    for (const file of chosen) {
      const small = await withExif(await shrunk(file), file);
      this.photos.push(new File([small], "photo.jpg", { type: small.type }));
    }
    const said = this.article.querySelector<HTMLElement>(".photo-count");
    if (said) said.textContent = chosen.length ? say("photos").replace("[count]", String(chosen.length)) : "";
  }

  private async scan(button: HTMLButtonElement): Promise<void> {
    const form = button.form;
    const video = form?.querySelector("video");
    const field = form?.querySelector<HTMLInputElement>("input[name=sticker]");
    const status = form?.querySelector<HTMLElement>("[data-scan-status]");
    if (!form || !video || !field) return;
    const ending = new AbortController();
    form.closest("details")?.addEventListener("toggle", () => ending.abort(), { once: true });
    try {
      const read = await scan(video, ending.signal);
      if (read === null) return;
      field.value = read;
      form.requestSubmit();
      field.value = "";
    } catch {
      if (status) status.textContent = say("noCamera");
      field.focus();
    }
  }
}

function count(button: HTMLButtonElement): void {
  const input = button.parentElement?.querySelector("input");
  if (!input) return;
  const next = Math.max(0, Number(input.value || 0) + Number(button.dataset.step));
  input.value = next ? String(next) : "";
}

function located(): Promise<Place | null> {
  if (!("geolocation" in navigator)) return Promise.resolve(null);
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        done({
          latitude: coords.latitude.toFixed(6),
          longitude: coords.longitude.toFixed(6),
          accuracy: String(Math.round(coords.accuracy)),
        }),
      () => done(null),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS },
    );
  });
}

class Round {
  private readonly bar = byId("outbox");
  private readonly outbox = new Outbox(this.bar.dataset.owner ?? "", (sent, sentence) => void this.changed(sent, sentence));
  private readonly cards = new Map<string, Card>();
  private hadSome = false;

  start(): void {
    for (const article of document.querySelectorAll<HTMLElement>("[data-stop]")) {
      const card = new Card(article, this.outbox);
      this.cards.set(card.id, card);
    }
    window.addEventListener("offline", () => void this.changed(null, ""));
    void this.changed(null, "");
    void this.outbox.send();
    void this.keepThisPage();
  }

  private async changed(sent: Kept | null, sentence: string): Promise<void> {
    if (sent) this.cards.get(sent.stop)?.told(sent.label, sentence);
    const all = await this.outbox.all();
    for (const card of this.cards.values()) card.show(all.filter((kept) => kept.stop === card.id));
    const refused = all.filter((kept) => kept.refusal !== undefined).length;
    const count = all.length - refused;
    const sentences = [count ? say("kept").replace("[count]", String(count)) : "", refused ? `${say("refused")} ${refused}` : ""];
    byId("outbox-count").textContent = sentences.filter(Boolean).join(" · ") || (this.hadSome ? say("allSent") : "");
    this.hadSome ||= all.length > 0;
    const isOut = this.outbox.trouble === "signed out";
    byId("outbox-trouble").textContent = isOut ? say("signedOut") : navigator.onLine ? "" : say("noSignal");
    byId("outbox-sign-in").hidden = !isOut;
    this.bar.classList.toggle("is-unsent", all.length > 0);
  }

  /** So that the page is there again without a signal, where the browser has service workers. */
  private async keepThisPage(): Promise<void> {
    const { worker, scope } = this.bar.dataset;
    if (!("serviceWorker" in navigator) || !worker || !scope) return;
    navigator.serviceWorker.addEventListener("message", () => (this.bar.dataset.isKept = "yes"));
    try {
      await navigator.serviceWorker.register(new URL(worker, location.href), { scope: new URL(scope, location.href).pathname });
      const { active } = await navigator.serviceWorker.ready;
      const assets = performance.getEntriesByType("resource").map(({ name }) => name);
      active?.postMessage({ keep: location.href, assets });
    } catch {
      // not here: the page that is open goes on working
    }
  }
}

new Round().start();
