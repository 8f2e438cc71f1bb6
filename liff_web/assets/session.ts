// Carried by every LIFF page that has no session yet: proves to the server who is reading, once, then reloads.
// A page for everybody ("quiet") is there already: it is not reloaded, and learns who is reading while it is used.
import { type LiffPort, address, liffPort, linkedPage, meta } from "./liff";
import { type Visitor, tellVisitor } from "./visitor";

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

async function postIdentity(liff: LiffPort): Promise<void> {
  const idToken = liff.getIDToken();
  if (!idToken) throw new Error("no identity");
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
  await postIdentity(liff);
  sessionStorage.setItem(TRIED_KEY, String(Date.now()));
  location.reload();
}

/** Who is reading, without sending anybody away: only a tap leads to LINE Login. */
async function meet(liffId: string): Promise<Visitor> {
  const liff = liffPort();
  await liff.init(liffId);
  if (liff.isLoggedIn()) {
    await postIdentity(liff);
    return "known";
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-login]")) {
    button.hidden = false;
    button.addEventListener("click", () => liff.login());
  }
  return "stranger";
}

/** The server knows the reader. LINE's SDK isn't loaded then, so that going where the link leads is up to us. */
function goOn(): void {
  sessionStorage.removeItem(TRIED_KEY);
  const page = linkedPage();
  if (page !== null) location.replace(page);
}

const liffId = meta("liff-id");
if (liffId === null) goOn();
else if (meta("session") === "quiet") meet(liffId).then(tellVisitor, () => tellVisitor("stranger"));
else begin(liffId).catch(showFailure);
