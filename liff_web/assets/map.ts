// The map, loaded only when somebody opens it: the town's border and villages, pictures if the town has any, and a pin.
import * as L from "leaflet";
import { address } from "./liff";
import type { Spot } from "./place";
import { byId, say } from "./say";

interface MapData {
  border: GeoJSON.GeoJsonObject | null;
  places: { name: string; at: [number, number]; kind: string }[];
  tiles: { url: string; attribution: string } | null;
}

const WHOLE_TOWN = 14;
const CLOSE = 17;

/** Draws it and returns the way to move its pin from outside. Raises when what it needs can't be had. */
export async function drawMap(
  where: HTMLElement,
  spot: Spot | null,
  moved: (latitude: number, longitude: number) => void,
): Promise<(spot: Spot) => void> {
  const [data] = await Promise.all([mapData(), styled()]);
  const map = L.map(where, { zoomSnap: 0.5 });
  map.attributionControl.setPrefix(false);
  const border = data.border ? L.geoJSON(data.border, { style: { className: "border" }, interactive: false }) : null;
  // Where to look comes first: Leaflet draws nothing before it knows.
  if (spot) map.setView([spot.latitude, spot.longitude], CLOSE);
  else if (border) map.fitBounds(border.getBounds());
  else map.setView(data.places[0]?.at ?? [13.75, 100.5], WHOLE_TOWN);
  if (data.tiles) L.tileLayer(data.tiles.url, { attribution: data.tiles.attribution, maxZoom: 19 }).addTo(map);
  border?.addTo(map);
  for (const place of data.places) {
    const dot = L.circleMarker(place.at, { radius: 5, className: "named", interactive: false }).addTo(map);
    dot.bindTooltip(place.name, { permanent: true, direction: "right", className: "place-name" });
  }
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

async function mapData(): Promise<MapData> {
  const answer = await fetch(address("liff/complaint/map").href);
  if (!answer.ok) throw new Error(`no map: ${answer.status}`);
  return (await answer.json()) as MapData;
}

function styled(): Promise<void> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = byId("complaint").dataset.mapStyle ?? "";
  document.head.append(link);
  return new Promise((done, failed) => {
    link.addEventListener("load", () => done());
    link.addEventListener("error", () => failed(new Error("no style for the map")));
  });
}
