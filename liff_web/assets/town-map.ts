// What every map of the town begins with: its style, its border and villages, and pictures if the town has any.
import * as L from "leaflet";
import { address } from "./liff";

interface MapData {
  border: GeoJSON.GeoJsonObject | null;
  places: { name: string; at: [number, number]; kind: string }[];
  tiles: { url: string; attribution: string } | null;
}

const WHOLE_TOWN = 14;

/** The town's ground; `look` sets where the map looks and says whether it has, else it is the whole town. Raises when it cannot be drawn. */
export async function townMap(
  where: HTMLElement,
  style: string,
  look: (map: L.Map) => boolean,
): Promise<L.Map> {
  const [data] = await Promise.all([mapData(), styled(style)]);
  const map = L.map(where, { zoomSnap: 0.5 });
  map.attributionControl.setPrefix(false);
  const border = data.border ? L.geoJSON(data.border, { style: { className: "border" }, interactive: false }) : null;
  // Where to look comes first: Leaflet draws nothing before it knows.
  if (!look(map)) {
    if (border) map.fitBounds(border.getBounds());
    else map.setView(data.places[0]?.at ?? [13.75, 100.5], WHOLE_TOWN);
  }
  if (data.tiles) L.tileLayer(data.tiles.url, { attribution: data.tiles.attribution, maxZoom: 19 }).addTo(map);
  border?.addTo(map);
  for (const place of data.places) {
    const dot = L.circleMarker(place.at, { radius: 5, className: "named", interactive: false }).addTo(map);
    dot.bindTooltip(place.name, { permanent: true, direction: "right", className: "place-name" });
  }
  return map;
}

async function mapData(): Promise<MapData> {
  const answer = await fetch(address("liff/complaint/map").href);
  if (!answer.ok) throw new Error(`no map: ${answer.status}`);
  return (await answer.json()) as MapData;
}

function styled(style: string): Promise<void> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = style;
  document.head.append(link);
  return new Promise((done, failed) => {
    link.addEventListener("load", () => done());
    link.addEventListener("error", () => failed(new Error("no style for the map")));
  });
}
