// What happens when an action is tapped, one entry a kind of action.
import type { Act, Action } from "./line";

/** What a phone lets an action do to it. */
export interface Hands {
  send(act: Act): void;
  askForPin(): void;
  askForPhoto(): void;
  askForDate(action: Action): void;
  openMenu(isOpen: boolean): void;
  write(text: string): void;
  openAddress(uri: string): void;
  note(words: string): void;
}

const TAPPED: Record<string, (action: Action, hands: Hands) => void> = {
  message: (action, hands) => hands.send({ verb: "says", text: action.text ?? "" }),
  postback: sendPostback,
  richmenuswitch: ({ richMenuAliasId, data }, hands) =>
    hands.send({ verb: "richmenuswitch", alias: richMenuAliasId ?? "", data: data ?? "" }),
  uri: (action, hands) => hands.openAddress(action.uri ?? ""),
  datetimepicker: (action, hands) => hands.askForDate(action),
  location: (_action, hands) => hands.askForPin(),
  camera: (_action, hands) => hands.askForPhoto(),
  cameraRoll: (_action, hands) => hands.askForPhoto(),
  clipboard: (action, hands) => {
    void navigator.clipboard?.writeText(action.clipboardText ?? "");
    hands.note("คัดลอกแล้ว");
  },
};

export function tapped(action: Action, hands: Hands): void {
  const act = Object.hasOwn(TAPPED, action.type) ? TAPPED[action.type] : undefined;
  if (act) act(action, hands);
  else hands.note(`ตัวจำลองไม่รู้จักปุ่มชนิด ${action.type}`);
}

function sendPostback(action: Action, hands: Hands): void {
  const shown = action.displayText ?? action.text;
  hands.send({ verb: "postback", data: action.data ?? "", ...(shown ? { displayText: shown } : {}) });
  if (action.inputOption === "openRichMenu") hands.openMenu(true);
  if (action.inputOption === "closeRichMenu") hands.openMenu(false);
  if (action.inputOption === "openKeyboard") hands.write(action.fillInText ?? "");
}
