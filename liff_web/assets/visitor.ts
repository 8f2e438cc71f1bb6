// Between the script that learns who is reading and the page's own, which may be quicker: told once, heard whenever.
export type Visitor = "known" | "stranger";

const HEARD = "visitor";

export function tellVisitor(who: Visitor): void {
  document.documentElement.dataset.visitor = who;
  document.dispatchEvent(new Event(HEARD));
}

/** Who is reading, or "stranger" if nobody has said so after a while: LINE may not answer at all. */
export function whoVisits(patienceMs: number): Promise<Visitor> {
  const told = (): Visitor => (document.documentElement.dataset.visitor as Visitor | undefined) ?? "stranger";
  if (document.documentElement.dataset.visitor || !document.querySelector("meta[name=liff-id]")) {
    return Promise.resolve(told());
  }
  return new Promise((done) => {
    const timer = window.setTimeout(() => done("stranger"), patienceMs);
    document.addEventListener(HEARD, () => {
      window.clearTimeout(timer);
      done(told());
    }, { once: true });
  });
}
