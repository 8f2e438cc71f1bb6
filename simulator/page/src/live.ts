// Keeps the page up to date by long polling, through restarts of the simulator, without a reload.
import type { Entry, Phone } from "./line";
import * as server from "./server";

export interface Audience {
  /** All phones as they are now. */
  onPhones(town: string, phones: Phone[]): void;
  onEntries(entries: Entry[]): void;
  /** Everything shown may belong to a past life of the server: forget it. */
  onFreshStart(): void;
  onConnection(isConnected: boolean): void;
}

const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

export async function refreshPhones(audience: Audience): Promise<void> {
  const { town, phones } = await server.phones();
  audience.onPhones(town, phones);
}

async function follow(audience: Audience, onWellAgain: () => void): Promise<void> {
  await refreshPhones(audience);
  audience.onFreshStart();
  audience.onConnection(true);
  onWellAgain();
  let seen = 0;
  for (;;) {
    const { entries, seq } = await server.entriesAfter(seen);
    if (seq < seen) return; // the server has started anew: so do we
    if (entries.length === 0 && seq === seen) await pause(SHORTEST_PAUSE_MS); // a server that is closing answers at once
    // The first answer tells of no changes: one may have fallen between the phones and it.
    if (seen === 0 || entries.some((entry) => entry.changed)) await refreshPhones(audience);
    audience.onEntries(entries);
    seen = seq;
  }
}

export async function stayLive(audience: Audience): Promise<never> {
  let wait = SHORTEST_PAUSE_MS;
  for (;;) {
    try {
      await follow(audience, () => (wait = SHORTEST_PAUSE_MS));
    } catch {
      audience.onConnection(false);
      await pause(wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
    }
  }
}
