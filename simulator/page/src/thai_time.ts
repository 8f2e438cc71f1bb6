// Days and hours as a Thai reader expects them, in Bangkok's time.
const IN_BANGKOK = { timeZone: "Asia/Bangkok" } as const;
const dayFormat = new Intl.DateTimeFormat("th-TH", {
  ...IN_BANGKOK, weekday: "short", day: "numeric", month: "short", year: "2-digit",
});
const hourFormat = new Intl.DateTimeFormat("en-GB", { ...IN_BANGKOK, hour: "2-digit", minute: "2-digit" });

export const hourOf = (at: Date): string => hourFormat.format(at);

export function dayOf(at: Date, now: Date = new Date()): string {
  const day = dayFormat.format(at);
  return day === dayFormat.format(now) ? "วันนี้" : day;
}
