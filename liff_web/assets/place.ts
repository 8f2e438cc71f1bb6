// Where it is: words always, and a position by the phone or by a pin on the map, which is loaded when it is opened.
import { byId, say } from "./say";

// How far off a pin may be that somebody set by hand, in metres.
const BY_HAND_M = 30;
const ROUGH_M = 100;

export interface Spot {
  latitude: number;
  longitude: number;
  accuracy: number;
}

export class Place {
  private readonly form = byId<HTMLFormElement>("complaint");
  private readonly status = byId("place-status");
  private movePin: ((spot: Spot) => void) | null = null;

  constructor(private readonly changed: () => void) {
    const canLocate = "geolocation" in navigator;
    byId("here").hidden = !canLocate;
    byId("open-map").hidden = false;
    byId("here").addEventListener("click", () => this.locate());
    byId("open-map").addEventListener("click", () => void this.openMap());
    byId("no-point").addEventListener("click", () => this.forget());
    this.showWhatThereIs();
  }

  get spot(): Spot | null {
    const [latitude, longitude, accuracy] = ["latitude", "longitude", "accuracy"].map((name) => this.field(name).value);
    if (!latitude || !longitude) return null;
    return { latitude: Number(latitude), longitude: Number(longitude), accuracy: Number(accuracy) || BY_HAND_M };
  }

  put(spot: Spot, source: string, sentence: string): void {
    this.field("latitude").value = spot.latitude.toFixed(6);
    this.field("longitude").value = spot.longitude.toFixed(6);
    this.field("accuracy").value = String(Math.round(spot.accuracy));
    this.field("source").value = source;
    this.status.textContent = sentence;
    this.showWhatThereIs();
    this.movePin?.(spot);
    this.changed();
  }

  /** Where a photo was taken, if nobody has said where it is. */
  suggest(latitude: number, longitude: number): void {
    if (this.spot || byId<HTMLInputElement>("place").value.trim()) return;
    this.put({ latitude, longitude, accuracy: 50 }, "photo", say("placeOfPhoto"));
  }

  showWhatThereIs(): void {
    byId("no-point").hidden = this.spot === null;
  }

  private forget(): void {
    for (const name of ["latitude", "longitude", "accuracy", "source"]) this.field(name).value = "";
    this.status.textContent = "";
    byId("no-point").hidden = true;
    byId("place").focus();
    this.changed();
  }

  private locate(): void {
    this.status.textContent = say("locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const sentence = coords.accuracy > ROUGH_M ? say("gotPlaceAbout") : say("gotPlace");
        this.put(coords, "page_map", sentence.replace("[metres]", String(Math.round(coords.accuracy))));
      },
      () => (this.status.textContent = say("noPosition")),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  }

  private async openMap(): Promise<void> {
    const where = byId("map");
    byId<HTMLButtonElement>("open-map").disabled = true;
    where.hidden = false;
    try {
      const { drawMap } = await import("./map");
      const byHand = (latitude: number, longitude: number): void => {
        this.put({ latitude, longitude, accuracy: BY_HAND_M }, "page_map", say("gotPlace"));
      };
      this.movePin = await drawMap(where, this.spot, byHand);
      byId("open-map").hidden = true;
    } catch {
      where.hidden = true;
      byId<HTMLButtonElement>("open-map").disabled = false;
      this.status.textContent = say("noMap");
    }
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }
}
