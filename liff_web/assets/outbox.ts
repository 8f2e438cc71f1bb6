// What was tapped without a signal: kept in IndexedDB with its photos, sent in order as soon as it can be, once each.
// The server knows every sending by the key in it, so that what it got and could not answer may be sent again.
import { createStore, entries, set, del, type UseStore } from "idb-keyval";

const AGAIN_MS = 15_000;
const PATIENCE_MS = 90_000;

export interface Kept {
  /** Sent in this order. */
  id: string;
  owner: string;
  /** Where it is sent. */
  url: string;
  fields: [string, string | Blob][];
  /** When it was tapped, and by field, when something else was: the server is told how many seconds ago. */
  at: number;
  ages: Record<string, number>;
  /** Of what it is told to be, on this page. */
  stop: string;
  label: string;
  /** Why the server does not take it. It stays until somebody has read that. */
  refusal?: string;
}

export type Trouble = "" | "no signal" | "signed out";

/** One person's outbox on this telephone; `changed` is told whatever becomes of it. */
export class Outbox {
  private store: UseStore | null = null;
  private isSending = false;
  private later = 0;
  trouble: Trouble = "";

  constructor(
    private readonly owner: string,
    private readonly changed: (sent: Kept | null, sentence: string) => void,
  ) {
    try {
      this.store = createStore("baanrao-outbox", "outbox");
    } catch {
      // a browser that keeps nothing
    }
    window.addEventListener("online", () => void this.send());
    document.addEventListener("visibilitychange", () => document.hidden || void this.send());
  }

  /** Keep it, then try to send. False where this browser keeps nothing. */
  async put(kept: Omit<Kept, "id" | "owner">): Promise<boolean> {
    const id = `${String(Date.now()).padStart(15, "0")}-${Math.random().toString(36).slice(2, 8)}`;
    try {
      if (!this.store) return false;
      await set(id, { ...kept, id, owner: this.owner }, this.store);
    } catch {
      return false;
    }
    this.changed(null, "");
    void this.send();
    return true;
  }

  /** What is here of this person, the oldest first. */
  async all(): Promise<Kept[]> {
    if (!this.store) return [];
    const found = await entries<string, Kept>(this.store).catch(() => []);
    return found
      .map(([, kept]) => kept)
      .filter((kept) => kept.owner === this.owner)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async drop(id: string): Promise<void> {
    if (this.store) await del(id, this.store).catch(() => undefined);
    this.changed(null, "");
  }

  /** Send what waits, one after the other, until one does not get through. */
  async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.later);
    try {
      for (let next = await this.next(); next; next = await this.next()) {
        this.trouble = await this.sendOne(next);
        if (this.trouble) break;
      }
    } finally {
      this.isSending = false;
    }
    this.changed(null, "");
    if (this.trouble === "no signal") this.later = window.setTimeout(() => void this.send(), AGAIN_MS);
  }

  private async next(): Promise<Kept | undefined> {
    return (await this.all()).find((kept) => kept.refusal === undefined);
  }

  private async sendOne(kept: Kept): Promise<Trouble> {
    let answer: Response;
    const ending = new AbortController();
    const timer = window.setTimeout(() => ending.abort(), PATIENCE_MS);
    try {
      const told = { method: "POST", body: formOf(kept), redirect: "manual" as const, signal: ending.signal };
      answer = await fetch(kept.url, { ...told, headers: { accept: "application/json" } });
    } catch {
      return "no signal";
    } finally {
      clearTimeout(timer);
    }
    // To the door: nobody is known any more. What is kept waits until they are again.
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return "signed out";
    if (answer.status >= 500 || answer.status === 429) return "no signal";
    const { sentence } = (await answer.json().catch(() => ({}))) as { sentence?: string };
    if (answer.ok) {
      if (this.store) await del(kept.id, this.store);
      this.changed(kept, sentence ?? "");
    } else if (this.store) {
      await set(kept.id, { ...kept, refusal: sentence ?? String(answer.status) }, this.store);
    }
    return "";
  }
}

function formOf(kept: Kept): FormData {
  const form = new FormData();
  for (const [name, value] of kept.fields) {
    if (typeof value === "string") form.append(name, value);
    else form.append(name, value, "photo.jpg");
  }
  for (const [name, at] of Object.entries({ ...kept.ages, held_s: kept.at })) {
    form.set(name, String(Math.max(0, Math.round((Date.now() - at) / 1000))));
  }
  return form;
}
