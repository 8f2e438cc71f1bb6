// The figures' page: its map is loaded when somebody asks for it. Everything else on the page needs no script.
import { byId } from "./say";

const button = document.getElementById("show-places") as HTMLButtonElement | null;

async function show(): Promise<void> {
  const where = byId("map");
  byId<HTMLButtonElement>("show-places").disabled = true;
  where.hidden = false;
  try {
    const { drawPlaces } = await import("./figure-places");
    await drawPlaces(where, byId("places-map"));
    byId("show-places").hidden = true;
  } catch {
    where.hidden = true;
    byId<HTMLButtonElement>("show-places").disabled = false;
    byId("places-failed").textContent = byId("places-map").dataset.failed ?? "";
  }
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => void show());
}
