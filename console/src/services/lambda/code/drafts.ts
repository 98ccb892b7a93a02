import { readStored, writeStored } from "../../../live/stored.ts";
import type { FileModes } from "./file-modes.ts";
import type { CodeFiles, FileContent } from "./zip.ts";

/** What was changed of a package and not deployed. A path whose content is undefined was deleted. */
export interface Edits {
  readonly files: Readonly<Record<string, FileContent | undefined>>;
  /** Of files that were renamed. */
  readonly modes: FileModes;
}

export const noEdits: Edits = { files: {}, modes: {} };

export interface Draft {
  /** Of the package that was changed. */
  readonly sha256: string;
  readonly edits: Edits;
}

/** Edits outlive the page, with the tab and to its end: a reload or another page takes nothing away. */
export function readDraft(name: string): Draft | undefined {
  const stored = readStored<StoredDraft | undefined>(`${draftPrefix}${name}`, undefined, window.sessionStorage);
  if (!stored) return undefined;
  const files = Object.entries(stored.files).map(([path, content]) => [path, fromStored(content)] as const);
  return { sha256: stored.sha256, edits: { files: Object.fromEntries(files), modes: stored.modes } };
}

/** Forgets it if there is none. */
export function writeDraft(name: string, draft: Draft | undefined): void {
  const stored: StoredDraft | undefined = draft && {
    sha256: draft.sha256,
    files: Object.fromEntries(
      Object.entries(draft.edits.files).map(([path, content]) => [path, toStored(content)] as const),
    ),
    modes: draft.edits.modes,
  };
  writeStored(`${draftPrefix}${name}`, stored, window.sessionStorage);
}

export function applyEdits(files: CodeFiles, edits: Edits): CodeFiles {
  const merged: Record<string, FileContent> = {};
  for (const [path, content] of Object.entries({ ...files, ...edits.files })) {
    if (content !== undefined) merged[path] = content;
  }
  return merged;
}

export function hasAny({ files }: Edits): boolean {
  return Object.keys(files).length > 0;
}

/** Both; of a file that both have changed, the later. */
export function over(earlier: Edits, later: Edits): Edits {
  return { files: { ...earlier.files, ...later.files }, modes: { ...earlier.modes, ...later.modes } };
}

/** What was changed since `deployed` was sent: that is in the package now. */
export function editsSince(now: Edits, deployed: Edits): Edits {
  const files = Object.entries(now.files).filter(
    ([path, content]) => !(path in deployed.files) || deployed.files[path] !== content,
  );
  // A file that was changed and then changed back while the old change was deployed is an edit again, which `write` has kept.
  return { files: Object.fromEntries(files), modes: files.length > 0 ? now.modes : {} };
}

const draftPrefix = "draft.";

/** A text, bytes in base64, or a deletion. */
type StoredContent = string | { readonly base64: string } | null;

interface StoredDraft {
  readonly sha256: string;
  readonly files: Readonly<Record<string, StoredContent>>;
  readonly modes: FileModes;
}

function toStored(content: FileContent | undefined): StoredContent {
  if (content === undefined) return null;
  return typeof content === "string" ? content : { base64: toBase64(content) };
}

function fromStored(content: StoredContent): FileContent | undefined {
  if (content === null) return undefined;
  return typeof content === "string"
    ? content
    : Uint8Array.from(atob(content.base64), (character) => character.charCodeAt(0));
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
