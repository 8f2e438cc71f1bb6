// What a photo says of when and where it was taken, carried over to its small copy, whose canvas has lost it.
const START = 0xffd8;
const APP1 = 0xffe1;
const PICTURE = 0xffda;
const ORIENTATION = 0x0112;
// It stands near the beginning, or nowhere; a segment is 64 KB at most.
const NEAR_THE_BEGINNING = 256 * 1024;
const NAME = "Exif\0\0";
const BEFORE_TIFF = 4 + NAME.length;

/** The small JPEG with what the original said, or as it is where there is nothing to carry over. */
export async function withExif(small: Blob, original: Blob): Promise<Blob> {
  try {
    const said = small.type === "image/jpeg" && small !== original ? exifIn(await bytes(original)) : null;
    if (!said) return small;
    standUpright(said);
    return new Blob([small.slice(0, 2), said, small.slice(2)], { type: small.type });
  } catch {
    return small; // a file that breaks off, or an old browser
  }
}

function bytes(file: Blob): Promise<ArrayBuffer> {
  return new Response(file.slice(0, NEAR_THE_BEGINNING)).arrayBuffer();
}

/** The segment with its marker and length. */
function exifIn(file: ArrayBuffer): Uint8Array<ArrayBuffer> | null {
  const view = new DataView(file);
  if (view.getUint16(0) !== START) return null;
  for (let at = 2; view.getUint16(at) !== PICTURE; at += 2 + view.getUint16(at + 2)) {
    const isExif = view.getUint16(at) === APP1 && nameAt(view, at + 4) === NAME;
    if (isExif) return new Uint8Array(file.slice(at, at + 2 + view.getUint16(at + 2)));
  }
  return null;
}

function nameAt(view: DataView, at: number): string {
  return String.fromCharCode(...[...NAME].map((_, index) => view.getUint8(at + index)));
}

/** The canvas has turned the picture already. */
function standUpright(said: Uint8Array<ArrayBuffer>): void {
  const tiff = new DataView(said.buffer, BEFORE_TIFF);
  const isLittle = tiff.getUint16(0) === 0x4949;
  const first = tiff.getUint32(4, isLittle);
  const entries = tiff.getUint16(first, isLittle);
  for (let entry = 0; entry < entries; entry++) {
    const at = first + 2 + entry * 12;
    if (tiff.getUint16(at, isLittle) === ORIENTATION) tiff.setUint16(at + 8, 1, isLittle);
  }
}
