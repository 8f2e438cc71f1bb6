// At the pole with a blank sticker: the telephone's position is watched until it is good, and the photo is made small.
import { withExif } from "./exif";
import { shrunk } from "./shrink";

class Bind {
  private readonly place = document.getElementById("bind-place");
  private readonly roughM = Number(this.form.dataset.roughM);
  private readonly input = this.form.querySelector<HTMLInputElement>("input[type=file]");
  private working: Promise<unknown> = Promise.resolve();
  private isSending = false;
  private bestM = Infinity;

  constructor(private readonly form: HTMLFormElement) {
    if (!this.place) return; // the question which pole it is: everything is told already
    this.input?.addEventListener("change", () => this.take());
    if (this.input?.files?.length) this.take(); // chosen while this script was still on its way
    form.addEventListener("submit", (event) => this.send(event));
    window.addEventListener("pageshow", () => (this.isSending = false));
    this.watch();
  }

  private watch(): void {
    if (!("geolocation" in navigator)) return this.say(this.form.dataset.nowhere, "");
    this.say(this.form.dataset.locating, "");
    navigator.geolocation.watchPosition(
      ({ coords }) => {
        // The best one counts; but who walks on is followed as soon as a position is good again.
        if (coords.accuracy > this.bestM && coords.accuracy > this.roughM) return;
        this.bestM = coords.accuracy;
        this.field("latitude").value = coords.latitude.toFixed(6);
        this.field("longitude").value = coords.longitude.toFixed(6);
        this.field("accuracy").value = coords.accuracy.toFixed(1);
        const isGood = coords.accuracy <= this.roughM;
        const sentence = isGood ? this.form.dataset.good : this.form.dataset.rough;
        this.say(sentence?.replace("[metres]", String(Math.round(coords.accuracy))), isGood ? "is-good" : "is-rough");
      },
      () => {
        if (this.bestM === Infinity) this.say(this.form.dataset.nowhere, "is-rough");
      },
      { enableHighAccuracy: true, timeout: 30_000, maximumAge: 2_000 },
    );
  }

  private take(): void {
    const input = this.input;
    const file = input?.files?.[0];
    if (!input || !file) return this.preview(null);
    this.working = small(input, file).then(() => this.preview(input.files?.[0] ?? file));
  }

  private preview(file: File | null): void {
    const where = document.getElementById("bind-previews");
    if (!file) return where?.replaceChildren();
    const picture = document.createElement("img");
    picture.src = URL.createObjectURL(file);
    picture.alt = this.form.dataset.photo ?? "";
    where?.replaceChildren(picture);
  }

  /** Once, and not before the photo is small. Which button was pressed is told as well. */
  private send(event: SubmitEvent): void {
    event.preventDefault();
    if (this.isSending) return;
    this.isSending = true;
    const pressed = event.submitter as HTMLButtonElement | null;
    if (pressed?.name) {
      const told = document.createElement("input");
      [told.type, told.name, told.value] = ["hidden", pressed.name, pressed.value];
      this.form.append(told);
    }
    if (pressed) pressed.textContent = this.form.dataset.sending ?? "";
    void this.working.then(() => this.form.submit());
  }

  private say(sentence: string | undefined, how: string): void {
    if (!this.place) return;
    this.place.textContent = sentence ?? "";
    this.place.className = `bind-place ${how}`;
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}

async function small(input: HTMLInputElement, file: File): Promise<void> {
  try {
    const photo = await withExif(await shrunk(file), file);
    const files = new DataTransfer();
    files.items.add(new File([photo], file.name, { type: photo.type }));
    input.files = files.files;
  } catch {
    // an old browser without DataTransfer: the photo goes as it is
  }
}

const form = document.querySelector<HTMLFormElement>(".bind-form");
if (form) new Bind(form);
