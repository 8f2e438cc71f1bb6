// The service worker of the desk. A page that says so (X-May-Be-Kept) is there again without a signal, with its scripts,
// styles and fonts; of everything else it keeps nothing. What it kept is gone as soon as the server asks who is reading.
interface Fetched extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Scope {
  addEventListener(name: "fetch", act: (event: Fetched) => void): void;
  addEventListener(name: "install" | "activate", act: (event: Lasting) => void): void;
  addEventListener(name: "message", act: (event: MessageEvent & Lasting) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}
interface Asked {
  keep: string;
  assets: string[];
}

const PAGES = "baanrao-pages-1";
const ASSETS = "baanrao-assets-1";
const MAY_BE_KEPT = "X-May-Be-Kept";
// Longer than an evening no list is worth anything.
const KEPT_MS = 12 * 3600_000;
const here = self as unknown as Scope;

here.addEventListener("install", (event) => event.waitUntil(here.skipWaiting()));
here.addEventListener("activate", (event) => event.waitUntil(here.clients.claim()));
here.addEventListener("message", (event) => {
  event.waitUntil(keep(event.data as Asked).then(() => event.source?.postMessage("kept")));
});
here.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (isAsset(request.url)) event.respondWith(asset(request));
});

/** The page that is open now was loaded before this worker was there. */
async function keep(asked: Asked): Promise<void> {
  await page(new Request(asked.keep, { credentials: "same-origin", redirect: "manual" })).catch(() => undefined);
  const cache = await caches.open(ASSETS);
  const wanted = new Set(asked.assets.filter(isAsset));
  for (const old of await cache.keys()) if (!wanted.has(old.url)) await cache.delete(old);
  for (const url of wanted) if (!(await cache.match(url))) await cache.add(url).catch(() => undefined);
}

async function page(request: Request): Promise<Response> {
  const cache = await caches.open(PAGES);
  const name = request.url.split(/[?#]/)[0] ?? request.url;
  let answer: Response;
  try {
    answer = await fetch(request);
  } catch (failure) {
    const kept = await cache.match(name);
    if (kept && Date.now() - Number(kept.headers.get("X-Kept-At")) < KEPT_MS) return kept;
    throw failure;
  }
  if (endsTheSession(answer)) await caches.delete(PAGES);
  else if (answer.ok && answer.headers.has(MAY_BE_KEPT)) await cache.put(name, await dated(answer.clone()));
  return answer;
}

/** Who is sent to the door, or is told that this is not theirs, reads what was kept no more; nor does who comes next. */
function endsTheSession(answer: Response): boolean {
  return answer.type === "opaqueredirect" || answer.redirected || answer.status === 401 || answer.status === 403;
}

async function dated(answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", String(Date.now()));
  return new Response(await answer.blob(), { status: answer.status, headers });
}

function isAsset(url: string): boolean {
  return new URL(url, location.href).pathname.includes("/static/dist/");
}

async function asset(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (failure) {
    const kept = await (await caches.open(ASSETS)).match(request.url);
    if (kept) return kept;
    throw failure;
  }
}
