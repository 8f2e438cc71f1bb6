// Where no pole's page can be shown: the poles around whoever asks for them, by their telephone's position.
import { address } from "./liff";
import { byId, say } from "./say";

const button = byId("near");
const shown = byId("near-poles");

async function ask({ coords }: GeolocationPosition): Promise<void> {
  const form = new FormData();
  form.set("latitude", coords.latitude.toFixed(6));
  form.set("longitude", coords.longitude.toFixed(6));
  form.set("accuracy", String(Math.round(coords.accuracy)));
  const answer = await fetch(address("liff/poles/near").href, { method: "POST", body: form });
  if (!answer.ok) throw new Error(`no poles: ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Relative to where the answer came from, which lies as deep as this page's mount says.
  for (const link of page.querySelectorAll<HTMLAnchorElement>("a")) {
    link.href = address(`liff/p/${link.getAttribute("href")?.split("/").pop() ?? ""}`).href;
  }
  shown.replaceChildren(...page.body.childNodes);
}

if ("geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    shown.textContent = say("locating");
    navigator.geolocation.getCurrentPosition(
      (position) => void ask(position).catch(() => (shown.textContent = say("noNear"))),
      () => (shown.textContent = say("noPosition")),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  });
}
