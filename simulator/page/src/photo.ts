// Sending a photo: the built-in sample, or a file made small enough for a chat.
import { button, element } from "./dom";
import type { Act } from "./line";
import type { Sheet } from "./sheet";

const LONGEST_SIDE_PX = 1600;
const JPEG_QUALITY = 0.85;

export function askForPhoto(sheet: Sheet, send: (act: Act) => void, onFailure: (why: string) => void): void {
  const sample = button("choice", "🖼️ ใช้รูปตัวอย่าง", () => {
    sheet.close();
    send({ verb: "photo" });
  });
  const file = element("input", { type: "file", accept: "image/*", class: "visually-hidden" });
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    sheet.close();
    shrunk(chosen).then(
      (data) => send({ verb: "photo", data }),
      () => onFailure("เปิดรูปนี้ไม่ได้"),
    );
  });
  const pick = element("label", { class: "choice" }, "📁 เลือกรูปจากเครื่อง", file);
  sheet.open("ส่งรูปภาพ", element("div", { class: "choices" }, sample, pick));
}

async function shrunk(file: File): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(bitmap.width, bitmap.height));
  const canvas = element("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.toDataURL("image/jpeg", JPEG_QUALITY).split(",")[1] ?? "";
}
