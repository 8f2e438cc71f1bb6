// The one thin port between our pages and LINE's SDK, so that the simulator can stand in for it.

export interface LiffPort {
  init(liffId: string): Promise<void>;
  isLoggedIn(): boolean;
  login(): void;
  getIDToken(): string | null;
  isInClient(): boolean;
  closeWindow(): void;
  sendMessages(messages: object[]): Promise<void>;
}

interface LineSdk extends Omit<LiffPort, "init"> {
  init(config: { liffId: string }): Promise<void>;
}

declare global {
  interface Window {
    /** Put there by the SDK, which the page loads from LINE's CDN by a script tag of its own. */
    liff?: LineSdk;
  }
}

export class SdkMissing extends Error {}

export function meta(name: string): string | null {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? null;
}

/** An address of the app's, wherever it is mounted and however deep this page lies in it. */
export function address(path: string): URL {
  return new URL(path, new URL(meta("app-mount") ?? "./", location.href));
}

/**
 * The page that a link meant, or null when this is it. LINE opens the endpoint and tells the rest of the link in
 * `liff.state`, which anybody can write: it leads nowhere but to our own pages.
 */
export function linkedPage(): string | null {
  const rest = new URLSearchParams(location.search).get("liff.state");
  if (!rest) return null;
  const endpoint = address("liff/");
  const page = new URL(rest.replace(/^\//, "./"), endpoint);
  const isOurs = page.origin === endpoint.origin && page.pathname.startsWith(endpoint.pathname);
  return isOurs ? page.href : endpoint.href;
}

export function liffPort(): LiffPort {
  return meta("liff-sdk") === "simulator" ? simulated() : ofLine();
}

function ofLine(): LiffPort {
  const sdk = window.liff;
  if (!sdk) throw new SdkMissing("LINE's SDK did not load");
  return {
    init: (liffId) => sdk.init({ liffId }),
    isLoggedIn: () => sdk.isLoggedIn(),
    // Back to this very page: the endpoint URL alone would lose where the person was going.
    login: () => (sdk.login as (config: { redirectUri: string }) => void)({ redirectUri: location.href }),
    getIDToken: () => sdk.getIDToken(),
    isInClient: () => sdk.isInClient(),
    closeWindow: () => sdk.closeWindow(),
    sendMessages: (messages) => sdk.sendMessages(messages),
  };
}

/** The simulator signs the identity; the page around this frame is the phone. */
function simulated(): LiffPort {
  let idToken: string | null = null;
  let isInClient = window.parent !== window;
  const askPhone = (what: object) => window.parent.postMessage(what, location.origin);
  return {
    async init() {
      const page = linkedPage();
      if (page !== null) {
        location.replace(page);
        return new Promise<void>(() => undefined); // like LINE's own: nothing after it runs on this page
      }
      const answer = await fetch(address("sim-id-token").href);
      if (!answer.ok) throw new SdkMissing(`the simulator gave no identity: ${answer.status}`);
      const told = (await answer.json()) as { id_token: string | null; in_client: boolean };
      [idToken, isInClient] = [told.id_token, told.in_client];
    },
    isLoggedIn: () => idToken !== null,
    login: () => location.assign(`${address("sim-login").href}?to=${encodeURIComponent(location.href)}`),
    getIDToken: () => idToken,
    isInClient: () => isInClient,
    closeWindow: () => askPhone({ ask: "closeWindow" }),
    async sendMessages(messages) {
      askPhone({ ask: "sendMessages", messages });
    },
  };
}
