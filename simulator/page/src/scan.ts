// LINE's own QR scanner: what stands in the code is pasted, and opened as LINE opens it.
import { element } from "./dom";
import type { Sheet } from "./sheet";

export function askForCode(sheet: Sheet, open: (uri: string) => void): void {
  const field = element("input", { type: "url", required: "", placeholder: "https://liff.line.me/…" });
  const form = element(
    "form", { class: "point" },
    element("label", {}, "ลิงก์ใน QR", field),
    element("button", { type: "submit", class: "do" }, "สแกน"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const uri = field.value.trim();
    sheet.close();
    open(uri);
  });
  sheet.open("สแกน QR", form);
}
