// The form's map, loaded only when somebody opens it: the town, and a pin.
import * as L from "leaflet";
import type { Spot } from "./place";
import { byId, say } from "./say";
import { townMap } from "./town-map";

const CLOSE = 17;

/** Draws it and returns the way to move its pin from outside. Raises when what it needs can't be had. */
export async function drawMap(
  where: HTMLElement,
  spot: Spot | null,
  moved: (latitude: number, longitude: number) => void,
): Promise<(spot: Spot) => void> {
  const map = await townMap(where, byId("complaint").dataset.mapStyle ?? "", (map) => {
    if (spot) map.setView([spot.latitude, spot.longitude], CLOSE);
    return spot !== null;
  });
  const pin = pinOn(map, spot ? L.latLng(spot.latitude, spot.longitude) : map.getCenter(), moved);
  return ({ latitude, longitude }) => {
    if (pin.getLatLng().equals([latitude, longitude], 1e-5)) return;
    pin.setLatLng([latitude, longitude]);
    map.setView([latitude, longitude], Math.max(map.getZoom(), CLOSE));
  };
}

function pinOn(map: L.Map, at: L.LatLng, moved: (latitude: number, longitude: number) => void): L.Marker {
  const icon = L.divIcon({ className: "pin", html: "📍", iconSize: [48, 48], iconAnchor: [24, 44] });
  const pin = L.marker(at, { draggable: true, autoPan: true, keyboard: false, icon, alt: say("pin") }).addTo(map);
  const tell = (): void => moved(pin.getLatLng().lat, pin.getLatLng().lng);
  pin.on("dragend", tell);
  map.on("click", (event) => {
    pin.setLatLng(event.latlng);
    tell();
  });
  return pin;
}
