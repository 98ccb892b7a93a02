import { type CodeFiles, unpackCode } from "./zip.ts";

export interface Archive {
  readonly bytes: Uint8Array;
  readonly files: CodeFiles;
}

export async function readArchive(location: string | undefined, signal?: AbortSignal): Promise<Archive> {
  const bytes = await readBytes(location, signal);
  return { bytes, files: await unpackCode(bytes) };
}

/** A package by the link that Lambda gives. The link leads to this server; its path alone is used, whichever of its names the page was opened by. */
export async function readBytes(location: string | undefined, signal?: AbortSignal): Promise<Uint8Array> {
  const { pathname, search } = new URL(location ?? "", window.location.origin);
  const response = await fetch(`${pathname}${search}`, { signal });
  if (!response.ok) throw new Error(`The package could not be read: ${response.status} ${response.statusText}.`);
  return new Uint8Array(await response.arrayBuffer());
}
