// Sentences that the server wrote into the page for its script, in the reader's language.
export function say(name: string): string {
  return document.getElementById("says")?.dataset[name] ?? "";
}

export function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}
