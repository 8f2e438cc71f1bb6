// Boxes over a photo, placed by finger, mouse or arrow keys. The rows of numbers in the form hold them; this draws them.

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

type Side = keyof Box;

const SIDES: readonly Side[] = ["left", "top", "width", "height"];
const MOST_BOXES = 50;
const SMALLEST = 0.02; // of the photo's side: what is drawn smaller was a tap
const TAPPED = 0.2; // how large a box is that was tapped or added
const STEP = 0.01; // one press of an arrow key

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), Math.max(most, 0));

/** The box moved and cut so that all of it lies in the photo. */
function inPhoto(box: Box): Box {
  const width = Math.min(Math.max(box.width, SMALLEST), 1);
  const height = Math.min(Math.max(box.height, SMALLEST), 1);
  return { left: clamp(box.left, 1 - width), top: clamp(box.top, 1 - height), width, height };
}

/** The rectangle between two corners, cut at the photo's edges. */
function between(from: Point, to: Point): Box {
  const [left, right] = [from.x, to.x].map((x) => clamp(x, 1)).sort((a, b) => a - b) as [number, number];
  const [top, bottom] = [from.y, to.y].map((y) => clamp(y, 1)).sort((a, b) => a - b) as [number, number];
  return { left, top, width: right - left, height: bottom - top };
}

/** Fractions of the photo's sides. */
interface Point {
  x: number;
  y: number;
}

/** One row of numbers with its frame on the photo. */
class Frame {
  readonly shown = document.createElement("button");

  constructor(readonly row: HTMLFieldSetElement) {
    this.shown.type = "button";
    this.shown.className = "frame";
    this.shown.setAttribute("aria-describedby", "keys");
    const grip = document.createElement("span");
    grip.className = "grip";
    this.shown.append(document.createElement("b"), grip);
    row.addEventListener("input", () => this.draw());
  }

  get box(): Box | null {
    const told = SIDES.map((side) => this.field(side).value);
    const [left, top, width, height] = told.map(Number) as [number, number, number, number];
    const isBox = told.every((value) => value !== "") && [left, top, width, height].every(Number.isFinite);
    return isBox && width > 0 && height > 0 ? { left, top, width, height } : null;
  }

  put(box: Box): void {
    for (const side of SIDES) this.field(side).value = String(Math.floor(box[side] * 10_000) / 10_000);
    this.draw();
  }

  name(words: string, number: number): void {
    const name = words.replace("#", String(number));
    this.shown.setAttribute("aria-label", name);
    (this.shown.firstChild as HTMLElement).textContent = String(number);
    const legend = this.row.querySelector("legend");
    if (legend) legend.textContent = name;
  }

  draw(): void {
    const box = this.box;
    this.shown.hidden = box === null;
    for (const side of SIDES) this.shown.style[side] = box === null ? "" : `${box[side] * 100}%`;
  }

  private field(side: Side): HTMLInputElement {
    return this.row.querySelector<HTMLInputElement>(`[name="${side}"]`) as HTMLInputElement;
  }
}

class Editor {
  private frames: Frame[] = [];
  private chosen: Frame | null = null;
  private readonly blank: HTMLFieldSetElement;

  constructor(
    private readonly stage: HTMLElement,
    private readonly rows: HTMLElement,
    private readonly remover: HTMLButtonElement,
  ) {
    const given = [...rows.querySelectorAll<HTMLFieldSetElement>("[data-row]")];
    this.blank = (given[given.length - 1] as HTMLFieldSetElement).cloneNode(true) as HTMLFieldSetElement;
    for (const row of given) {
      const frame = new Frame(row);
      if (frame.box === null) row.remove();
      else this.keep(frame);
    }
    stage.addEventListener("pointerdown", (event) => this.grasp(event));
    stage.addEventListener("keydown", (event) => this.press(event));
    stage.addEventListener("focusin", (event) => this.choose(this.frameAt(event.target)));
  }

  add(box: Box): Frame | null {
    if (this.frames.length >= MOST_BOXES) return null;
    const row = this.blank.cloneNode(true) as HTMLFieldSetElement;
    this.rows.append(row);
    const frame = new Frame(row);
    frame.put(inPhoto(box));
    this.keep(frame);
    frame.shown.focus({ preventScroll: true });
    this.choose(frame);
    return frame;
  }

  /** Take away the chosen box, or the last one. */
  remove(): void {
    const frame = this.chosen ?? this.frames[this.frames.length - 1];
    if (!frame) return;
    frame.row.remove();
    frame.shown.remove();
    this.frames = this.frames.filter((other) => other !== frame);
    this.choose(null);
    this.nameAll();
    this.frames[this.frames.length - 1]?.shown.focus({ preventScroll: true });
  }

  private keep(frame: Frame): void {
    this.frames.push(frame);
    this.stage.append(frame.shown);
    frame.draw();
    this.nameAll();
  }

  private nameAll(): void {
    this.frames.forEach((frame, index) => frame.name(this.stage.dataset["boxName"] ?? "#", index + 1));
    this.remover.disabled = this.frames.length === 0;
  }

  private choose(frame: Frame | null): void {
    this.chosen = frame;
    for (const other of this.frames) other.shown.classList.toggle("is-chosen", other === frame);
  }

  private frameAt(target: EventTarget | null): Frame | null {
    return this.frames.find((frame) => target instanceof Node && frame.shown.contains(target)) ?? null;
  }

  private at(event: PointerEvent): Point {
    const photo = this.stage.getBoundingClientRect();
    return { x: (event.clientX - photo.left) / photo.width, y: (event.clientY - photo.top) / photo.height };
  }

  /** A finger comes down: on a frame's grip it resizes, on a frame it moves, anywhere else it draws. */
  private grasp(event: PointerEvent): void {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    const from = this.at(event);
    const held = this.frameAt(event.target);
    const before = held?.box ?? null;
    if (held === null || before === null) {
      this.drawFrom(event, from);
      return;
    }
    held.shown.focus({ preventScroll: true });
    const isGrip = event.target instanceof Element && event.target.classList.contains("grip");
    this.follow(event, (to) => held.put(isGrip ? stretched(before, from, to) : moved(before, from, to)));
  }

  private drawFrom(event: PointerEvent, from: Point): void {
    const height = this.tappedHeight();
    const around = { left: from.x - TAPPED / 2, top: from.y - height / 2, width: TAPPED, height };
    const frame = this.add(around);
    if (frame === null) return;
    this.follow(event, (to) => {
      const drawn = between(from, to);
      const isTap = drawn.width < SMALLEST && drawn.height < SMALLEST;
      frame.put(inPhoto(isTap ? around : drawn));
    });
  }

  /** As high as it is wide on the screen. */
  private tappedHeight(): number {
    const photo = this.stage.getBoundingClientRect();
    return Math.min(1, (TAPPED * photo.width) / photo.height);
  }

  private follow(event: PointerEvent, go: (to: Point) => void): void {
    this.stage.setPointerCapture(event.pointerId);
    const move = (next: PointerEvent) => go(this.at(next));
    const end = () => {
      this.stage.removeEventListener("pointermove", move);
      this.stage.removeEventListener("pointerup", end);
      this.stage.removeEventListener("pointercancel", end);
    };
    this.stage.addEventListener("pointermove", move);
    this.stage.addEventListener("pointerup", end);
    this.stage.addEventListener("pointercancel", end);
  }

  private press(event: KeyboardEvent): void {
    const box = this.chosen?.box;
    if (!box || !this.chosen) return;
    if (event.key === "Delete" || event.key === "Backspace") this.remove();
    else if (event.key in ARROWS) {
      const [x, y] = ARROWS[event.key] as [number, number];
      const by = { x: x * STEP, y: y * STEP };
      this.chosen.put((event.shiftKey ? stretched : moved)(box, { x: 0, y: 0 }, by));
    } else return;
    event.preventDefault();
  }
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const moved = (box: Box, from: Point, to: Point) =>
  inPhoto({ ...box, left: box.left + to.x - from.x, top: box.top + to.y - from.y });

/** Its left upper corner stays where it is. */
const stretched = (box: Box, from: Point, to: Point) =>
  inPhoto({
    ...box,
    width: Math.min(box.width + to.x - from.x, 1 - box.left),
    height: Math.min(box.height + to.y - from.y, 1 - box.top),
  });

function begin(form: HTMLElement): void {
  const stage = form.querySelector<HTMLElement>("[data-stage]");
  const rows = form.querySelector<HTMLElement>("[data-rows]");
  const tools = form.querySelector<HTMLElement>("[data-tools]");
  const remover = form.querySelector<HTMLButtonElement>("[data-remove]");
  if (!stage || !rows || !tools || !remover) return;
  const editor = new Editor(stage, rows, remover);
  tools.hidden = false;
  remover.addEventListener("click", () => editor.remove());
  const middle = { left: (1 - TAPPED) / 2, top: (1 - TAPPED) / 2, width: TAPPED, height: TAPPED };
  form.querySelector("[data-add]")?.addEventListener("click", () => editor.add(middle));
}

for (const form of document.querySelectorAll<HTMLElement>("[data-blur]")) begin(form);
