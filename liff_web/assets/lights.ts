// The overview of the street lights: its map is loaded after everything else, which needs no script.
import { byId } from "./say";

async function show(): Promise<void> {
  const box = byId("lights-map");
  try {
    const { drawLights } = await import("./lights-map");
    await drawLights(byId("map"), box, (said) => (byId("lights-said").textContent = said));
  } catch {
    byId("map").hidden = true;
    byId("lights-said").textContent = box.dataset.failed ?? "";
  }
}

if (document.getElementById("lights-map")) void show();
