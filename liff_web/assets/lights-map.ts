// The lamps on the map of the town: a shape and a colour for how each stands, and numbers where there are too many to see.
import * as L from "leaflet";
import { address } from "./liff";
import { townMap } from "./town-map";

interface Lamp {
  geometry: { coordinates: [number, number] };
  properties: { name: string; code?: string; state?: string; count?: number };
}

interface Lamps {
  is_whole: boolean;
  features: Lamp[];
}

const SIZE = 44;
const CLOSEST = 17;
const STEPS_CLOSER = 2;
const SHAPES: Record<string, string> = { reported: "▲", waiting: "■", in_hand: "◆", working: "●" };

/** Draws them, and again whenever another part of the town is looked at. Raises when what it needs can't be had. */
export async function drawLights(where: HTMLElement, told: HTMLElement, say: (said: string) => void): Promise<void> {
  const all = await lamps("");
  const map = await townMap(where, told.dataset.mapStyle ?? "", (made) => looksAt(made, all.features));
  const marks = L.layerGroup().addTo(map);
  const shown = new Map<string, L.Marker>();
  let asked = 0;
  const draw = async (): Promise<void> => {
    const mine = (asked += 1);
    const found = await lamps(map.getBounds().toBBoxString()).catch(() => null);
    if (mine !== asked) return; // somebody has moved on
    say(found === null ? (told.dataset.failed ?? "") : found.is_whole ? "" : (told.dataset.closer ?? ""));
    if (found === null) return;
    show(map, marks, shown, found.features);
  };
  map.on("moveend", () => void draw());
  await draw();
}

/** What stays is left alone: a lamp that somebody has tapped moves the map, and must not lose what it says. */
function show(map: L.Map, marks: L.LayerGroup, shown: Map<string, L.Marker>, found: Lamp[]): void {
  const wanted = new Map(found.map((lamp) => [`${lamp.properties.name} ${at(lamp).join()}`, lamp]));
  for (const [key, old] of shown) {
    if (wanted.has(key)) continue;
    marks.removeLayer(old);
    shown.delete(key);
  }
  for (const [key, lamp] of wanted) if (!shown.has(key)) shown.set(key, mark(map, lamp).addTo(marks));
}

async function lamps(box: string): Promise<Lamps> {
  const url = address("desk/lights/map");
  if (box) url.searchParams.set("bbox", box);
  const answer = await fetch(url.href);
  if (!answer.ok) throw new Error(`no lamps: ${answer.status}`);
  return (await answer.json()) as Lamps;
}

function looksAt(map: L.Map, found: Lamp[]): boolean {
  if (!found.length) return false;
  map.fitBounds(L.latLngBounds(found.map(at)).pad(0.2), { maxZoom: CLOSEST });
  return true;
}

function at(lamp: Lamp): L.LatLngTuple {
  const [longitude, latitude] = lamp.geometry.coordinates;
  return [latitude, longitude];
}

function mark(map: L.Map, lamp: Lamp): L.Marker {
  const { name, state = "", count } = lamp.properties;
  const shown = document.createElement("span");
  shown.textContent = count === undefined ? (SHAPES[state] ?? "") : String(count);
  const className = count === undefined ? `pole-mark is-${state}` : "pole-heap";
  const icon = L.divIcon({ className, html: shown, iconSize: [SIZE, SIZE] });
  const made = L.marker(at(lamp), { icon, title: name, alt: name, zIndexOffset: state === "working" ? -1000 : 0 });
  made.on("add", () => made.getElement()?.setAttribute("aria-label", name));
  if (count !== undefined) return made.on("click", () => map.setView(at(lamp), map.getZoom() + STEPS_CLOSER));
  return made.bindPopup(() => popup(lamp));
}

/** As text alone: people wrote it. */
function popup(lamp: Lamp): HTMLElement {
  const link = document.createElement("a");
  link.className = "pole-link";
  link.href = address(`desk/poles/${encodeURIComponent(lamp.properties.code ?? "")}`).href;
  link.textContent = lamp.properties.name;
  return link;
}
