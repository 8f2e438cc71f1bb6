// What a flex component may carry, as the JSON has it: every field is checked where it becomes a style.
import type { Action } from "../line";

export interface Component {
  type?: string;
  layout?: string;
  contents?: Component[];
  text?: string;
  url?: string;
  previewUrl?: string;
  altContent?: Component;
  action?: Action;
  style?: string;
  height?: unknown;
  width?: unknown;
  wrap?: boolean;
  maxLines?: number;
  flex?: number;
  [field: string]: unknown;
}

export interface Bubble {
  type?: string;
  size?: string;
  direction?: string;
  header?: Component;
  hero?: Component;
  body?: Component;
  footer?: Component;
  styles?: Record<string, Record<string, unknown> | undefined>;
  action?: Action;
}

export type Tap = (action: Action) => void;
