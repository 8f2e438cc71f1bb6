// Photos of the form: shrunk, kept, sent one by one with their progress, and removed again.
import { type DraftBox, type PhotoNote, isStillSent, newKey } from "./draft";
import { address } from "./liff";
import { byId, say } from "./say";
import { shrunk } from "./shrink";

export class NoSignal extends Error {}
/** One of the photos can't be taken: it has gone from the form, and its sender has been told. */
export class PhotoRefused extends Error {}
/** The session has ended: the page has to be opened anew. */
export class Stranger extends Error {}

interface Shown extends PhotoNote {
  row: HTMLLIElement;
  bar: HTMLProgressElement;
  sending: Promise<void> | null;
}

interface Answer {
  status: number;
  sentence?: string;
  taken_at?: [number, number] | null;
}

export class Photos {
  private shown: Shown[] = [];
  /** What could not be taken of the files that were chosen last: it stays to be read while the others are sent. */
  private refusal = "";
  private readonly list = byId<HTMLUListElement>("photo-list");
  private readonly status = byId("photo-status");

  constructor(
    private readonly box: DraftBox,
    private readonly most: number,
    private readonly changed: () => void,
    private readonly seenAt: (latitude: number, longitude: number) => void,
  ) {}

  get notes(): PhotoNote[] {
    return this.shown.map(({ key, sentAt }) => ({ key, sentAt }));
  }

  async restore(notes: PhotoNote[]): Promise<void> {
    for (const note of notes) {
      const photo = await this.box.photo(note.key);
      if (photo) this.show(note, photo);
    }
    await this.box.dropPhotosExcept(this.shown.map((photo) => photo.key));
  }

  async add(files: File[]): Promise<void> {
    this.refusal = files.length > this.most - this.shown.length ? say("tooMany") : "";
    this.says("");
    for (const file of files.slice(0, this.most - this.shown.length)) {
      const photo = await shrunk(file); // one at a time: two large pictures are too much for a small phone
      const shown = this.show({ key: newKey(), sentAt: null }, photo);
      await this.box.keepPhoto(shown.key, photo);
      this.changed();
      void this.send(shown).catch(() => undefined);
    }
  }

  /** Resolves when the server has all of them. Raises NoSignal, PhotoRefused or Stranger. */
  async sendAll(): Promise<void> {
    for (const photo of [...this.shown]) if (!isStillSent(photo)) await this.send(photo);
  }

  private says(sentence: string): void {
    this.status.textContent = [this.refusal, sentence].filter(Boolean).join(" ");
  }

  private send(photo: Shown): Promise<void> {
    photo.sending ??= this.sendOnce(photo).finally(() => (photo.sending = null));
    return photo.sending;
  }

  private async sendOnce(photo: Shown): Promise<void> {
    const blob = await this.box.photo(photo.key);
    const picture = photo.row.querySelector("img");
    const content = blob ?? (picture ? await (await fetch(picture.src)).blob() : null);
    if (!content) return;
    this.says(say("uploading"));
    photo.bar.hidden = false;
    const answer = await upload(photo.key, content, (part) => (photo.bar.value = part)).catch((error: unknown) => {
      this.says(say("kept"));
      throw error;
    });
    photo.bar.hidden = true;
    this.settle(photo, answer);
  }

  private settle(photo: Shown, answer: Answer): void {
    if (answer.status === 401) throw new Stranger();
    if (answer.status >= 500) {
      this.says(say("kept"));
      throw new NoSignal();
    }
    if (answer.status !== 201) {
      this.drop(photo); // no picture, or one too many: only this one goes
      this.refusal = answer.sentence ?? "";
      this.says("");
      throw new PhotoRefused();
    }
    photo.sentAt = Date.now();
    photo.row.classList.add("is-sent");
    this.says(say("uploaded"));
    if (answer.taken_at) this.seenAt(...answer.taken_at);
    this.changed();
  }

  private show(note: PhotoNote, blob: Blob): Shown {
    const row = document.createElement("li");
    const picture = document.createElement("img");
    const bar = document.createElement("progress");
    const remove = document.createElement("button");
    const number = this.shown.length + 1;
    row.className = isStillSent(note) ? "photo is-sent" : "photo";
    picture.src = URL.createObjectURL(blob);
    picture.alt = String(number);
    bar.max = 1;
    bar.hidden = true;
    bar.setAttribute("aria-label", `${say("uploading")} ${number}`);
    remove.type = "button";
    remove.className = "is-quiet";
    remove.textContent = "✕";
    remove.setAttribute("aria-label", `${say("remove")} ${number}`);
    row.append(picture, bar, remove);
    this.list.append(row);
    const shown: Shown = { ...note, row, bar, sending: null };
    remove.addEventListener("click", () => this.remove(shown));
    this.shown.push(shown);
    return shown;
  }

  private remove(photo: Shown): void {
    this.drop(photo);
    byId("photos").focus();
    const form = new FormData();
    form.set("key", photo.key);
    // What the server keeps without a case it lets go by itself after a day.
    void fetch(address("liff/photos/remove").href, { method: "POST", body: form }).catch(() => undefined);
  }

  private drop(photo: Shown): void {
    photo.row.remove();
    this.shown = this.shown.filter((one) => one !== photo);
    void this.box.dropPhotosExcept(this.shown.map((one) => one.key));
    this.changed();
  }
}

/** XMLHttpRequest, because fetch does not tell how much of a body has gone. Raises NoSignal. */
function upload(key: string, photo: Blob, progress: (part: number) => void): Promise<Answer> {
  const form = new FormData();
  form.set("key", key);
  form.set("photo", photo, "photo");
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", address("liff/photos").href);
    request.upload.addEventListener("progress", (event) => progress(event.total ? event.loaded / event.total : 0));
    request.addEventListener("load", () => done({ ...parsed(request.responseText), status: request.status }));
    for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, () => failed(new NoSignal()));
    request.timeout = 120_000;
    request.send(form);
  });
}

function parsed(text: string): Partial<Answer> {
  try {
    return JSON.parse(text) as Partial<Answer>;
  } catch {
    return {};
  }
}
