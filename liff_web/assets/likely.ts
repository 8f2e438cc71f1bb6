// While somebody writes: the likeliest types come first, and whom to call stands there as soon as the words tell of danger.
import { address } from "./liff";
import { byId } from "./say";

const AFTER_MS = 600;

export class Likely {
  private timer: number | undefined;
  private asked = "";

  constructor() {
    for (const id of ["words", "place"]) byId(id).addEventListener("input", () => this.soon());
  }

  soon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask().catch(() => undefined), AFTER_MS); // it is only a help
  }

  private async ask(): Promise<void> {
    const form = new FormData();
    for (const id of ["words", "place"]) form.set(id, byId<HTMLInputElement>(id).value);
    const words = `${form.get("words")}\n${form.get("place")}`;
    if (words === this.asked || !words.trim()) return;
    this.asked = words;
    const answer = await fetch(address("liff/complaint/likely").href, { method: "POST", body: form });
    if (!answer.ok) return;
    const { types, calls } = (await answer.json()) as { types: string[]; calls: string };
    bringForward(types);
    showCalls(calls);
  }
}

/** The tiles themselves move, so that what is chosen stays chosen. */
function bringForward(codes: string[]): void {
  const likely = byId("likely");
  const tiles = codes.map((code) => document.querySelector(`.tile input[value="${CSS.escape(code)}"]`)?.closest(".tile"));
  const wanted = tiles.filter((tile): tile is Element => tile !== null && tile !== undefined);
  for (const tile of [...likely.children]) {
    if (!wanted.includes(tile)) likely.nextElementSibling?.append(tile);
  }
  likely.append(...wanted);
  byId("likely-title").hidden = wanted.length === 0;
}

function showCalls(html: string): void {
  const shown = byId("calls");
  const said = new DOMParser().parseFromString(html, "text/html").body;
  if (shown.textContent?.trim() !== said.textContent?.trim()) shown.replaceChildren(...said.childNodes);
}
