// One case's page: photos are made small before they are sent. Without this script they go as they are.
import { shrunk } from "./shrink";

async function shrinkChosen(input: HTMLInputElement, button: HTMLButtonElement | null): Promise<void> {
  const chosen = [...(input.files ?? [])];
  if (button) button.disabled = true; // what is not small yet must not be sent
  try {
    const small = new DataTransfer();
    for (const file of chosen) small.items.add(named(await shrunk(file), file.name));
    input.files = small.files;
  } catch {
    // an old browser without DataTransfer: the photos go as they are
  } finally {
    if (button) button.disabled = false;
  }
}

function named(photo: Blob, name: string): File {
  return new File([photo], name, { type: photo.type });
}

for (const input of document.querySelectorAll<HTMLInputElement>("input[type=file]")) {
  const button = input.form?.querySelector("button") ?? null;
  input.addEventListener("change", () => void shrinkChosen(input, button));
  if (input.files?.length) void shrinkChosen(input, button); // chosen while this script was still on its way
}
