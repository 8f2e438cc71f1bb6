// Building elements from values. Text only ever becomes text: nothing here reads markup.

type Child = Node | string | null | undefined | false;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const child of children) if (child) made.append(child);
  return made;
}

export function button(
  className: string,
  content: string,
  onClick: () => void,
  label?: string,
): HTMLButtonElement {
  const made = element("button", { type: "button", class: className }, content);
  if (label) {
    made.setAttribute("aria-label", label);
    made.title = label;
  }
  made.addEventListener("click", onClick);
  return made;
}

/** Makes something that is not a <button> work like one, by mouse and by keyboard. */
export function makeTappable(target: HTMLElement, onTap: () => void, label?: string): void {
  target.setAttribute("role", "button");
  target.tabIndex = 0;
  target.classList.add("tappable");
  if (label) target.setAttribute("aria-label", label);
  target.addEventListener("click", (event) => {
    event.stopPropagation();
    onTap();
  });
  target.addEventListener("keydown", (event) => {
    if (event.target !== target || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    onTap();
  });
}

/** An address an <img> may load: http(s), or a path of our own server. Anything else is no picture. */
export function pictureUrl(value: unknown): string | null {
  if (typeof value !== "string") return null;
  try {
    const url = new URL(value, location.href);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

export function picture(value: unknown, description: string): HTMLElement {
  const source = pictureUrl(value);
  if (!source) return element("span", { class: "no-picture" }, "ไม่มีรูป");
  const image = element("img", { src: source, alt: description });
  image.addEventListener("error", () => image.classList.add("is-broken"));
  return image;
}
