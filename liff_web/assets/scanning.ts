// Reads a QR code with the camera, in the page, where the browser can.
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

const detector = (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
const EVERY_MS = 200;

export function canScan(): boolean {
  return detector !== undefined && Boolean(navigator.mediaDevices);
}

/** What the first code says that the camera sees; null when `signal` ends it. Throws where the camera does not open. */
export async function scan(video: HTMLVideoElement, signal: AbortSignal): Promise<string | null> {
  if (!detector) return null;
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const reading = new detector({ formats: ["qr_code"] });
  video.srcObject = stream;
  video.hidden = false;
  try {
    await video.play();
    while (!signal.aborted) {
      const [found] = await reading.detect(video).catch(() => []);
      if (found) return found.rawValue;
      await new Promise((done) => setTimeout(done, EVERY_MS));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
  }
}
