// From what a flex message says to what a style may hold. Unknown or malformed values become null and are left out.

const SPACING: Record<string, number> = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const BORDER: Record<string, number> = {
  none: 0, light: 0.5, normal: 1, medium: 2, "semi-bold": 3, bold: 4,
};
const FONT: Record<string, number> = {
  xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74,
};
const IMAGE: Record<string, number> = {
  xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160,
  "3xl": 180, "4xl": 200, "5xl": 220,
};
const PIXELS = /^-?\d{1,4}(\.\d{1,2})?px$/;
const PERCENT = /^\d{1,3}(\.\d{1,2})?%$/;
const COLOR = /^#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/;

function fromTable(table: Record<string, number>, value: unknown): string | null {
  if (typeof value !== "string") return null;
  const pixels = Object.hasOwn(table, value) ? table[value] : undefined;
  if (pixels !== undefined) return `${pixels}px`;
  return PIXELS.test(value) ? value : null;
}

const orPercent = (found: string | null, value: unknown): string | null =>
  found ?? (typeof value === "string" && PERCENT.test(value) ? value : null);

export const spacing = (value: unknown) => fromTable(SPACING, value);
export const padding = (value: unknown) => orPercent(fromTable(SPACING, value), value);
export const borderWidth = (value: unknown) => fromTable(BORDER, value);
export const fontSize = (value: unknown) => fromTable(FONT, value);
export const imageSize = (value: unknown) =>
  value === "full" ? "100%" : orPercent(fromTable(IMAGE, value), value);
export const length = (value: unknown) => orPercent(fromTable({}, value), value);

export const color = (value: unknown): string | null =>
  typeof value === "string" && COLOR.test(value) ? value : null;

/** "20:13" as CSS writes a ratio; LINE allows up to three times as high as wide. */
export function aspectRatio(value: unknown): string {
  const parts = typeof value === "string" ? /^(\d{1,6}):(\d{1,6})$/.exec(value) : null;
  const width = Number(parts?.[1] ?? 1);
  const height = Number(parts?.[2] ?? 1);
  return width > 0 && height > 0 ? `${width} / ${Math.min(height, width * 3)}` : "1 / 1";
}

export function oneOf<T extends string>(choices: Record<string, T>, value: unknown): T | null {
  return typeof value === "string" && Object.hasOwn(choices, value) ? (choices[value] ?? null) : null;
}

export function gradient(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const { type, angle, startColor, centerColor, centerPosition, endColor } = value as Record<string, unknown>;
  const [start, end] = [color(startColor), color(endColor)];
  if (type !== "linearGradient" || !start || !end) return null;
  if (typeof angle !== "string" || !/^\d{1,3}(\.\d+)?deg$/.test(angle)) return null;
  const middle = color(centerColor);
  const at = orPercent(null, centerPosition) ?? "50%";
  return `linear-gradient(${angle}, ${start}, ${middle ? `${middle} ${at}, ` : ""}${end})`;
}
