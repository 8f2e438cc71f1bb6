// Carried by every LIFF page that has no session yet: proves to the server who is reading, once, then reloads.
import { address, liffPort, linkedPage, meta } from "./liff";

// Keyed by page: simulated phones share one tab's storage.
const TRIED_KEY = `session-tried-at:${location.pathname}`;
const LOOP_MS = 30_000;

/** Reloading for ever would look like a frozen phone: a second try within half a minute is a failure. */
function isLooping(now: number): boolean {
  return now - Number(sessionStorage.getItem(TRIED_KEY) ?? 0) < LOOP_MS;
}

function showFailure(): void {
  for (const waiting of document.querySelectorAll<HTMLElement>("[data-session-wait]")) waiting.hidden = true;
  for (const failure of document.querySelectorAll<HTMLElement>("[data-session-error]")) failure.hidden = false;
  sessionStorage.removeItem(TRIED_KEY); // "try again" by hand is a fresh try
}

async function postIdentity(idToken: string): Promise<void> {
  const answer = await fetch(address("liff/session").href, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id_token: idToken }),
  });
  if (!answer.ok) throw new Error(`no session: ${answer.status}`);
}

async function begin(liffId: string): Promise<void> {
  if (isLooping(Date.now())) throw new Error("a session was given and did not stay");
  const liff = liffPort();
  await liff.init(liffId);
  if (!liff.isLoggedIn()) {
    liff.login();
    return;
  }
  const idToken = liff.getIDToken();
  if (!idToken) throw new Error("no identity");
  await postIdentity(idToken);
  sessionStorage.setItem(TRIED_KEY, String(Date.now()));
  location.reload();
}

/** The server knows the reader. LINE's SDK isn't loaded then, so that going where the link leads is up to us. */
function goOn(): void {
  sessionStorage.removeItem(TRIED_KEY);
  const page = linkedPage();
  if (page !== null) location.replace(page);
}

const liffId = meta("liff-id");
if (liffId !== null) begin(liffId).catch(showFailure);
else goOn();
