// The receipt's one button: back to the chat, where there is a chat to go back to.
import { liffPort } from "./liff";

const close = document.getElementById("close");
try {
  const liff = liffPort();
  if (close && liff.isInClient()) {
    close.hidden = false;
    close.addEventListener("click", () => liff.closeWindow());
  }
} catch {
  // LINE's SDK did not load: the phone's own way back is still there.
}
