// The page's only way to the simulator: its JSON API, one function an endpoint.
import type { Act, Entry, Phone } from "./line";

/** The simulator said no, in words meant for whoever is tapping. */
export class Refused extends Error {}

export interface Faults {
  reply_push: string | null;
  deliveries: string | null;
}

const LONGEST_WAIT_MS = 40_000; // the server holds an idle poll for 25 s

async function ask<T>(path: string): Promise<T> {
  const patience = new AbortController();
  const alarm = setTimeout(() => patience.abort(), LONGEST_WAIT_MS);
  try {
    const answer = await fetch(path, { cache: "no-store", signal: patience.signal });
    if (!answer.ok) throw new Refused(`${path}: ${answer.status}`);
    return (await answer.json()) as T;
  } finally {
    clearTimeout(alarm);
  }
}

async function tell(path: string, body: object): Promise<void> {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.ok) return;
  const said = (await answer.json().catch(() => ({}))) as { message?: string };
  throw new Refused(said.message ?? `ระบบตอบ ${answer.status}`);
}

export const phones = () => ask<{ town: string; phones: Phone[] }>("/sim/phones");
export const entriesAfter = (seq: number) =>
  ask<{ entries: Entry[]; seq: number }>(`/sim/entries?after=${seq}`);
export const quota = () => ask<{ used: number; limit: number | null }>("/sim/quota");
export const faults = () => ask<Faults>("/sim/faults");
export const setFaults = (chosen: Faults) => tell("/sim/faults", chosen);
export const act = (phone: string, as: string | undefined, what: Act) =>
  tell("/sim/act", { phone, ...(as === undefined ? {} : { as }), ...what });
