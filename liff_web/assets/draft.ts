// What somebody has filled in, kept on their phone until it is sent: words and choices in localStorage, photos in IndexedDB.
import { createStore, del, get, keys, set } from "idb-keyval";

const KEPT_MS = 7 * 24 * 3600_000;
// A photo lies on the server for a day without a case; after that it has to be sent again.
const SENT_HOLDS_MS = 20 * 3600_000;

export interface PhotoNote {
  key: string;
  sentAt: number | null;
}

export interface Draft {
  key: string;
  fields: Record<string, string>;
  photos: PhotoNote[];
  /** Somebody has said "send": it goes as soon as it can. */
  isWaiting: boolean;
  savedAt: number;
}

export function isStillSent(photo: PhotoNote): boolean {
  return photo.sentAt !== null && Date.now() - photo.sentAt < SENT_HOLDS_MS;
}

/** One person's draft in one town. Whatever the browser refuses to keep is lost with the page, and nothing else is. */
export class DraftBox {
  private readonly blobs = tried(() => createStore("baanrao-photos", "photos"));

  constructor(private readonly name: string) {}

  load(): Draft | null {
    const draft = tried(() => JSON.parse(localStorage.getItem(this.place) ?? "null") as Draft | null);
    if (!draft || Date.now() - draft.savedAt < KEPT_MS) return draft;
    this.clear();
    return null;
  }

  save(draft: Draft): void {
    tried(() => localStorage.setItem(this.place, JSON.stringify({ ...draft, savedAt: Date.now() })));
  }

  clear(): void {
    tried(() => localStorage.removeItem(this.place));
    void this.dropPhotosExcept([]);
  }

  async keepPhoto(key: string, photo: Blob): Promise<void> {
    if (this.blobs) await set(this.photoName(key), photo, this.blobs).catch(() => undefined);
  }

  async photo(key: string): Promise<Blob | null> {
    if (!this.blobs) return null;
    return (await get<Blob>(this.photoName(key), this.blobs).catch(() => undefined)) ?? null;
  }

  async dropPhotosExcept(kept: string[]): Promise<void> {
    if (!this.blobs) return;
    const names = new Set(kept.map((key) => this.photoName(key)));
    const all = await keys<string>(this.blobs).catch(() => []);
    for (const name of all) {
      if (name.startsWith(`${this.name}/`) && !names.has(name)) await del(name, this.blobs).catch(() => undefined);
    }
  }

  private get place(): string {
    return `draft:${this.name}`;
  }

  private photoName(key: string): string {
    return `${this.name}/${key}`;
  }
}

function tried<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}

export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
