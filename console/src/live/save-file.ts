/** Hands bytes to the browser as a download. */
export function saveFile(name: string, bytes: Uint8Array | string, type: string): void {
  const address = URL.createObjectURL(new Blob([bytes as BlobPart], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun with the click; a moment later the browser has taken the bytes over.
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
