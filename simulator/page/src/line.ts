// The shapes of LINE's objects as far as the page draws them, and of the simulator's own JSON around them.

export interface Action {
  type: string;
  label?: string;
  text?: string;
  data?: string;
  displayText?: string;
  inputOption?: string;
  fillInText?: string;
  uri?: string;
  mode?: "date" | "time" | "datetime";
  initial?: string;
  min?: string;
  max?: string;
  clipboardText?: string;
  richMenuAliasId?: string;
}

export interface QuickReplyItem {
  imageUrl?: string;
  action: Action;
}

export interface TemplateColumn {
  title?: string;
  text: string;
  thumbnailImageUrl?: string;
  actions?: Action[];
}

export interface Template extends TemplateColumn {
  type: string;
  columns?: TemplateColumn[];
}

export interface Message {
  type: string;
  text?: string;
  substitution?: Record<string, { type: string }>;
  originalContentUrl?: string;
  previewImageUrl?: string;
  title?: string;
  address?: string;
  latitude?: number;
  longitude?: number;
  altText?: string;
  contents?: unknown;
  template?: Template;
  quickReply?: { items?: QuickReplyItem[] };
  sender?: { name?: string };
  quote?: string;
}

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface RichMenu {
  imageUrl: string;
  width: number;
  height: number;
  chatBarText: string;
  selected?: boolean;
  areas: { bounds: Bounds; action: Action }[];
}

export interface Member {
  id: string;
  title: string;
  avatar: string;
}

export interface Phone extends Member {
  kind: "person" | "group";
  subtitle: string;
  language?: string;
  follows?: boolean;
  botIsIn?: boolean;
  richMenu?: RichMenu | null;
  members?: Member[];
}

export interface Entry {
  seq: number;
  phone: string;
  at?: string;
  from?: string;
  message?: Message;
  unsent?: number;
  changed?: boolean;
}

export type Act =
  | { verb: "adds" | "blocks" | "sticker" | "invites" | "removes" }
  | { verb: "richmenuswitch"; alias: string; data: string }
  | { verb: "says"; text: string; quotes?: number }
  | { verb: "photo"; data?: string }
  | { verb: "pin"; latitude: number; longitude: number; address: string }
  | { verb: "postback"; data: string; displayText?: string }
  | { verb: "datetime"; data: string; params: Record<string, string> }
  | { verb: "unsend"; seq: number };
