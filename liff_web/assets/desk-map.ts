// The queue's map: a mark for each listed case that has a point, drawn again whenever the list is another.
import * as L from "leaflet";
import { townMap } from "./town-map";

const SIZE = 44;
const CLOSEST = 16;

/** Draws it and returns the way to draw the cases of a list. Raises when what it needs can't be had. */
export async function drawQueueMap(where: HTMLElement, style: string): Promise<(lines: HTMLElement[]) => number> {
  const map = await townMap(where, style, () => false);
  const marks = L.layerGroup().addTo(map);
  let hasLooked = false;
  return (lines) => {
    marks.clearLayers();
    const points = lines.flatMap((line) => mark(line)).map((one) => one.addTo(marks).getLatLng());
    // Once: who has moved the map is not moved back by each change.
    if (points.length && !hasLooked) map.fitBounds(L.latLngBounds(points).pad(0.2), { maxZoom: CLOSEST });
    hasLooked ||= points.length > 0;
    return points.length;
  };
}

function mark(line: HTMLElement): L.Marker[] {
  const { latitude, longitude, picture = "", name = "" } = line.dataset;
  if (latitude === undefined || longitude === undefined) return [];
  const shown = document.createElement("span");
  shown.textContent = picture;
  const className = `map-case${line.classList.contains("is-late") ? " is-late" : ""}`;
  const icon = L.divIcon({ className, html: shown, iconSize: [SIZE, SIZE] });
  const made = L.marker([Number(latitude), Number(longitude)], { icon, title: name, alt: name });
  made.on("add", () => made.getElement()?.setAttribute("aria-label", name));
  return [made.bindPopup(() => popup(line))];
}

/** As text alone: people wrote it. */
function popup(line: HTMLElement): HTMLElement {
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = line.querySelector<HTMLAnchorElement>("a.case")?.href ?? "";
  link.textContent = line.dataset.name ?? "";
  const words = document.createElement("p");
  words.textContent = line.dataset.words ?? "";
  const time = document.createElement("p");
  time.textContent = line.querySelector(".marks")?.textContent?.replace(/\s+/g, " ").trim() ?? "";
  box.append(link, words, time);
  return box;
}
