// Where a pole stands, on the town's own map; loaded only when somebody opens it.
import * as L from "leaflet";
import { townMap } from "./town-map";

const CLOSE = 17;

/** Raises when what it needs can't be had. */
export async function drawPole(where: HTMLElement, style: string, at: [number, number]): Promise<void> {
  const map = await townMap(where, style, (map) => {
    map.setView(at, CLOSE);
    return true;
  });
  const icon = L.divIcon({ className: "pin", html: "📍", iconSize: [48, 48], iconAnchor: [24, 44] });
  L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
}
