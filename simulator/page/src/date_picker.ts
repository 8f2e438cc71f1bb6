// LINE's date picker: a date, a time, or both, in Bangkok's time as the platform has it.
import { element } from "./dom";
import type { Act, Action } from "./line";
import type { Sheet } from "./sheet";

export function askForDate(sheet: Sheet, action: Action, send: (act: Act) => void): void {
  const mode = action.mode ?? "datetime";
  const input = element("input", { required: "", type: mode === "datetime" ? "datetime-local" : mode });
  input.value = action.initial ?? "";
  input.min = action.min ?? "";
  input.max = action.max ?? "";
  const form = element(
    "form", { class: "point" },
    element("label", {}, mode === "time" ? "เวลา" : "วันที่", input),
    element("button", { type: "submit", class: "do" }, "ตกลง"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sheet.close();
    send({ verb: "datetime", data: action.data ?? "", params: { [mode]: input.value } });
  });
  sheet.open(action.label ?? "เลือกวันเวลา", form);
}
