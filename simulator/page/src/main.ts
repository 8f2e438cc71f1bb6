// The page of phones: puts the parts together and keeps them fed.
import type { Entry, Phone } from "./line";
import { refreshPhones, stayLive, type Audience } from "./live";
import { PhoneView } from "./phone";
import { Tabs } from "./tabs";
import { TopBar } from "./topbar";

const part = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`the page lacks ${selector}`);
  return found;
};

const desk = part(".desk");
const topbar = new TopBar(part(".topbar"));
const tabs = new Tabs(part(".tabs"), desk);
const views = new Map<string, PhoneView>();

function showPhones(phones: Phone[]): void {
  for (const phone of phones) {
    const known = views.get(phone.id);
    if (known) {
      known.update(phone);
      continue;
    }
    const view = new PhoneView(phone);
    views.set(phone.id, view);
    desk.append(view.root);
  }
  tabs.show(phones);
}

async function showEntries(entries: Entry[]): Promise<void> {
  for (const entry of entries) {
    views.get(entry.phone)?.add(entry);
    if (entry.from === "bot") tabs.markNews(entry.phone);
  }
  await topbar.refresh().catch(() => undefined);
}

const audience: Audience = {
  onPhones(town, phones) {
    topbar.setTown(town);
    showPhones(phones);
  },
  onEntries: (entries) => void showEntries(entries),
  onFreshStart() {
    for (const view of views.values()) view.forget();
    void topbar.refresh().catch(() => undefined);
  },
  onConnection: (isConnected) => topbar.setConnected(isConnected),
};

void stayLive(audience);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) void refreshPhones(audience).catch(() => undefined);
});
