// Makes a photo small enough for a weak signal. What the canvas paints anew has lost where it was taken.
const LONGEST_SIDE = 1600;
const QUALITY = 0.82;

/** A JPEG, or the file as it is where this browser can't open it: the server may. */
export async function shrunk(file: File): Promise<Blob> {
  try {
    const picture = await opened(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close(); // 12 megapixels are 48 MB: not two of them at a time
    return await new Promise((done) => canvas.toBlob((blob) => done(blob ?? file), "image/jpeg", QUALITY));
  } catch {
    return file;
  }
}

async function opened(file: File): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return createImageBitmap(file); // old WebViews refuse the option
  }
}
