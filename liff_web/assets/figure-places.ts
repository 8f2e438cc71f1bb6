// The map of where cases were: a circle for each hundred metres, the larger the more cases, over the town's border.
import * as L from "leaflet";
import { address } from "./liff";

interface Town {
  border: GeoJSON.GeoJsonObject | null;
  tiles: { url: string; attribution: string } | null;
}

type Place = [latitude: number, longitude: number, cases: number];

const LEAST_RADIUS = 6;
const GROWTH = 4;
const MARGIN = 0.1;

/** Raises when what it needs can't be had. */
export async function drawPlaces(where: HTMLElement, told: HTMLElement): Promise<void> {
  const [town, places] = await Promise.all([
    json<Town>("liff/complaint/map"),
    json<Place[]>(told.dataset.places ?? ""),
    styled(told.dataset.mapStyle ?? ""),
  ]);
  const map = L.map(where, { zoomSnap: 0.5 });
  map.attributionControl.setPrefix(false);
  map.fitBounds(L.latLngBounds(places.map(([latitude, longitude]) => [latitude, longitude])).pad(MARGIN), { maxZoom: 16 });
  if (town.tiles) L.tileLayer(town.tiles.url, { attribution: town.tiles.attribution, maxZoom: 19 }).addTo(map);
  if (town.border) L.geoJSON(town.border, { style: { className: "border" }, interactive: false }).addTo(map);
  for (const [latitude, longitude, cases] of places) {
    const radius = LEAST_RADIUS + GROWTH * Math.log2(cases);
    const circle = L.circleMarker([latitude, longitude], { radius, className: "cases-here" }).addTo(map);
    circle.bindTooltip((told.dataset.casesHere ?? "").replace("{cases}", String(cases)));
  }
}

async function json<T>(path: string): Promise<T> {
  const answer = await fetch(address(path).href);
  if (!answer.ok) throw new Error(`no ${path}: ${answer.status}`);
  return (await answer.json()) as T;
}

function styled(href: string): Promise<void> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  document.head.append(link);
  return new Promise((done, failed) => {
    link.addEventListener("load", () => done());
    link.addEventListener("error", () => failed(new Error("no style for the map")));
  });
}
