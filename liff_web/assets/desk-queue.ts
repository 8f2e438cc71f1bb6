// The open queue: new cases appear by themselves, a case is taken without a reload, and the keyboard goes from line to line.
// Without it the page works too; it is then as old as when it was opened.
import { byId, say } from "./say";

const LOOK_AGAIN_MS = 900;
const LONGEST_WAIT_MS = 30_000;
const WIDE = "(min-width: 60rem)";

const queue = byId("queue");
let draw: ((lines: HTMLElement[]) => number) | null = null;
let [isTouched, isOver, waitMs] = [false, false, LOOK_AGAIN_MS];
let timer = 0;

const lines = (): HTMLElement[] => [...queue.querySelectorAll<HTMLElement>(".queue-line")];

function tell(where: "queue-news" | "queue-trouble", words: string): void {
  if (byId(where).textContent !== words) byId(where).textContent = words;
}

/** Puts another state of the lists in the place of this one; what has the focus keeps it, and nothing jumps. */
function swap(answer: string): void {
  const next = new DOMParser().parseFromString(answer, "text/html").getElementById("queue");
  if (!next) throw new Error("no lists in the answer");
  const before = new Set(lines().map((line) => line.id));
  const isSameList = next.getAttribute("aria-label") === queue.getAttribute("aria-label");
  const focused = queue.contains(document.activeElement) ? document.activeElement?.id : undefined;
  const anchor = lines().find((line) => line.getBoundingClientRect().bottom > 0);
  const top = anchor?.getBoundingClientRect().top ?? 0;
  const below = lines().slice(lines().findIndex((line) => focused && line.contains(document.activeElement)) + 1);
  queue.replaceChildren(...next.childNodes);
  queue.dataset.state = next.dataset.state;
  const kept = anchor && document.getElementById(anchor.id);
  if (kept && document.documentElement.scrollTop > 0) scrollBy(0, kept.getBoundingClientRect().top - top);
  if (focused) focusAgain(focused, below);
  const came = lines().filter((line) => !before.has(line.id));
  for (const line of came) line.classList.add("is-fresh");
  if (isSameList && came.length) tell("queue-news", say("came").replace("[count]", String(came.length)));
  mapLines();
}

/** On what had it, else on the same line, else on the next one that is still there. */
function focusAgain(id: string, below: HTMLElement[]): void {
  const sameLine = id.replace("accept-", "open-");
  const candidates = [id, sameLine, ...below.map((line) => line.id.replace("line-", "open-")), "words"];
  const there = candidates.map((one) => document.getElementById(one)).find((one) => one !== null);
  there?.focus({ preventScroll: true });
}

async function look(): Promise<void> {
  if (isOver || document.hidden) return;
  if (isTouched) return again(); // nothing moves under a finger
  try {
    const live = new URL(queue.dataset.live ?? "", location.href);
    const headers = { "If-None-Match": `"${queue.dataset.state ?? ""}"` };
    const answer = await fetch(live, { headers, cache: "no-store", redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 403) return end();
    if (answer.status === 200) swap(await answer.text());
    else if (answer.status !== 304) throw new Error(`no lists: ${answer.status}`);
    waitMs = LOOK_AGAIN_MS;
    tell("queue-trouble", "");
  } catch {
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    tell("queue-trouble", say("lost"));
  }
  again();
}

function again(): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => void look(), waitMs);
}

/** The session is over, or the role: asking again would change nothing. */
function end(): void {
  isOver = true;
  tell("queue-trouble", say("signedOut"));
}

/** Takes a case and shows what became of the list. Whatever goes wrong is shown as its own page, as without this script. */
async function accept(form: HTMLFormElement): Promise<void> {
  if (form.dataset.isSent) return; // not disabled: the button would lose the focus, which is to go on to the next line
  form.dataset.isSent = "yes";
  const body = new URLSearchParams([...new FormData(form)].map(([name, told]) => [name, String(told)]));
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const page = await answer.text();
    const told = new DOMParser().parseFromString(page, "text/html");
    if (answer.ok && !told.getElementById("queue")) return end();
    if (answer.ok) swap(page);
    const words = told.querySelector(".said, [role=alert].error")?.textContent?.trim() ?? "";
    tell("queue-news", answer.ok ? words : "");
    tell("queue-trouble", answer.ok ? "" : words);
    if (!answer.ok) await look();
  } catch {
    tell("queue-trouble", say("lost"));
  }
  delete form.dataset.isSent;
}

function go(step: number): void {
  const links = lines().map((line) => line.querySelector<HTMLElement>("a.case"));
  const now = lines().findIndex((line) => line.contains(document.activeElement));
  links[now < 0 ? 0 : Math.min(Math.max(now + step, 0), links.length - 1)]?.focus();
}

function press(event: KeyboardEvent): void {
  const on = event.target as HTMLElement;
  if (event.ctrlKey || event.altKey || event.metaKey || on.closest("input, select, textarea, #queue-map")) return;
  const doing: Record<string, () => void> = { "/": () => byId("words").focus(), j: () => go(1), k: () => go(-1) };
  const wanted = doing[event.key];
  if (!wanted) return;
  event.preventDefault();
  wanted();
}

function mapLines(): void {
  if (draw) byId("map-trouble").textContent = draw(lines()) ? "" : say("noPoints");
}

async function openMap(): Promise<void> {
  const where = byId("queue-map");
  byId("show-map").setAttribute("aria-expanded", String(where.hidden));
  where.hidden = !where.hidden;
  if (where.hidden || draw) return;
  try {
    const { drawQueueMap } = await import("./desk-map");
    draw = await drawQueueMap(where, byId("map-side").dataset.mapStyle ?? "");
    mapLines();
  } catch {
    where.hidden = true;
    byId("map-trouble").textContent = say("noMap");
  }
}

byId("map-side").hidden = false;
byId("show-map").addEventListener("click", () => void openMap());
if (matchMedia(WIDE).matches) void openMap();
else queue.before(byId("map-side")); // below the list, a thumb would not find its button
document.addEventListener("keydown", press);
queue.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.classList.contains("accept")) return;
  event.preventDefault();
  void accept(form);
});
addEventListener("pointerdown", () => (isTouched = true));
for (const lifted of ["pointerup", "pointercancel"]) addEventListener(lifted, () => (isTouched = false));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) void look();
});
again();
