// Sending a location: a few places of the demo town to choose from, or a point typed in.
import { button, element } from "./dom";
import type { Act } from "./line";
import type { Sheet } from "./sheet";

interface Place {
  name: string;
  latitude: number;
  longitude: number;
}

// Invented names around the demo town's centre.
const PLACES: Place[] = [
  { name: "หน้าตลาดสดบ้านสวนดอก", latitude: 18.6477, longitude: 99.0417 },
  { name: "โรงเรียนบ้านหนองปลาขาว", latitude: 18.65121, longitude: 99.03844 },
  { name: "วัดป่าแสงจันทร์ ซอย 3", latitude: 18.64388, longitude: 99.04526 },
  { name: "สะพานข้ามคลองแม่เย็น หมู่ 5", latitude: 18.63917, longitude: 99.03692 },
  { name: "นอกเขต: แยกดอยคำ", latitude: 18.7105, longitude: 99.1203 },
];

export function askForPin(sheet: Sheet, send: (act: Act) => void): void {
  const choose = (place: Place) => {
    sheet.close();
    send({ verb: "pin", latitude: place.latitude, longitude: place.longitude, address: place.name });
  };
  const list = element("div", { class: "choices" });
  for (const place of PLACES) list.append(button("choice", `📍 ${place.name}`, () => choose(place)));
  sheet.open("ส่งตำแหน่ง", list, typedPoint(choose));
}

function typedPoint(choose: (place: Place) => void): HTMLElement {
  const latitude = field("ละติจูด", { type: "number", step: "any", min: "-90", max: "90", value: "18.6477" });
  const longitude = field("ลองจิจูด", { type: "number", step: "any", min: "-180", max: "180", value: "99.0417" });
  const name = field("ชื่อสถานที่", { type: "text", maxlength: "100", value: "" });
  const form = element(
    "form", { class: "point" },
    latitude.root, longitude.root, name.root,
    element("button", { type: "submit", class: "do" }, "ส่งจุดนี้"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose({
      name: name.input.value.trim(),
      latitude: latitude.input.valueAsNumber,
      longitude: longitude.input.valueAsNumber,
    });
  });
  return form;
}

function field(label: string, attributes: Record<string, string>) {
  const input = element("input", { required: "", ...attributes });
  if (attributes.type === "text") input.required = false;
  return { input, root: element("label", {}, label, input) };
}
