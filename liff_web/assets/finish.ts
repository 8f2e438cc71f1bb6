// Finishing a case: at the moment of the shot the phone says where it is and what time it is, and the photo is made small
// with what it says of itself. Without this script it goes as it is, and the server knows what the file tells.
import { withExif } from "./exif";
import { shrunk } from "./shrink";

const PATIENCE_MS = 20_000;
// The phone may know where it is from a moment ago, but not from where it was before.
const FRESH_MS = 10_000;

class Finish {
  private readonly button = this.form.querySelector<HTMLButtonElement>("button:not([type])");
  private readonly place = document.getElementById("finish-place");
  private readonly previews = document.getElementById("finish-previews");
  // When each input's oldest photo was taken, by this phone's clock.
  private readonly takenAt = new Map<HTMLInputElement, number>();
  private working: Promise<unknown> = Promise.resolve();
  private isSending = false;

  constructor(private readonly form: HTMLFormElement) {
    for (const input of form.querySelectorAll<HTMLInputElement>("input[type=file]")) {
      input.addEventListener("change", () => this.take(input));
      if (input.files?.length) this.take(input); // chosen while this script was still on its way
    }
    form.addEventListener("submit", (event) => this.send(event));
    // Back from the next page: the form is used again.
    window.addEventListener("pageshow", () => this.rest());
  }

  private take(input: HTMLInputElement): void {
    const chosen = [...(input.files ?? [])];
    this.takenAt.delete(input);
    if (chosen.length) {
      this.takenAt.set(input, Math.min(...chosen.map(timeOf)));
      this.working = Promise.all([this.working, this.locate(), shrinkAll(input, chosen)]).then(() => this.preview());
    } else this.preview();
  }

  private locate(): Promise<void> {
    for (const name of ["latitude", "longitude", "accuracy"]) this.field(name).value = "";
    this.say(this.form.dataset.locating);
    return new Promise((done) => {
      const nowhere = (): void => {
        this.say(this.form.dataset.noPlace);
        done();
      };
      if (!("geolocation" in navigator)) return nowhere();
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          this.field("latitude").value = coords.latitude.toFixed(6);
          this.field("longitude").value = coords.longitude.toFixed(6);
          this.field("accuracy").value = String(Math.round(coords.accuracy));
          this.say(this.form.dataset.gotPlace?.replace("[metres]", String(Math.round(coords.accuracy))));
          done();
        },
        nowhere,
        { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS },
      );
    });
  }

  /** A tap that comes before the position does is not lost: it is sent as soon as all is there. */
  private send(event: SubmitEvent): void {
    event.preventDefault();
    if (this.isSending) return;
    this.isSending = true;
    if (this.button) {
      this.button.disabled = true;
      this.button.dataset.said = this.button.textContent ?? "";
      this.button.textContent = this.form.dataset.sending ?? "";
    }
    void this.working.then(() => {
      const times = [...this.takenAt.values()];
      this.field("age_s").value = times.length ? String(Math.max(0, Math.round((Date.now() - Math.min(...times)) / 1000))) : "";
      this.form.submit();
    });
  }

  private rest(): void {
    this.isSending = false;
    if (this.button?.dataset.said) {
      this.button.disabled = false;
      this.button.textContent = this.button.dataset.said;
    }
  }

  private preview(): void {
    const files = [...this.takenAt.keys()].flatMap((input) => [...(input.files ?? [])]);
    const pictures = files.map((file) => {
      const picture = document.createElement("img");
      picture.src = URL.createObjectURL(file);
      picture.alt = this.form.dataset.photo ?? "";
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
      return picture;
    });
    this.previews?.replaceChildren(...pictures);
    if (!files.length) this.say("");
  }

  private say(sentence: string | undefined): void {
    if (this.place) this.place.textContent = sentence ?? "";
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}

/** An old photo keeps its time; what the camera has just made may have none. */
function timeOf(file: File): number {
  return file.lastModified > 0 ? Math.min(file.lastModified, Date.now()) : Date.now();
}

async function shrinkAll(input: HTMLInputElement, chosen: File[]): Promise<void> {
  try {
    const small = new DataTransfer();
    for (const file of chosen) {
      const photo = await withExif(await shrunk(file), file);
      small.items.add(new File([photo], file.name, { type: photo.type, lastModified: file.lastModified }));
    }
    input.files = small.files;
  } catch {
    // an old browser without DataTransfer: the photos go as they are
  }
}

const form = document.querySelector<HTMLFormElement>(".finish-form");
if (form) new Finish(form);
