import { Readable } from "node:stream";
import {
  type Entry,
  fromRandomAccessReader,
  getFileNameLowLevel,
  type LocalFileHeader,
  RandomAccessReader,
  type ZipFile,
} from "yauzl";
import { emptyZip, unzipFailed, unzippedTooLarge } from "../errors.ts";
import { limits } from "../limits.ts";
import { contentOf } from "./file-content.ts";
import {
  createFolder,
  type PackageFile,
  type PackageFolder,
  type PackageLink,
  type PackageNode,
  putNode,
  staysInside,
} from "./package-tree.ts";

/**
 * Reads from a zip's central directory what a package holds, without unpacking it. Throws AWS's errors for what is no zip, has nothing in
 * it, says of itself that it is too large, or names what cannot be.
 */
export async function readPackage(zip: Buffer): Promise<PackageFolder> {
  if (zip.length === 0) throw emptyZip();
  const file = await openZip(zip);
  if (file.entryCount === 0) throw emptyZip();
  if (file.entryCount >= limits.unzippedFiles) throw unzippedTooLarge();
  const root = createFolder(0o755);
  const budget = { nodes: limits.unzippedFiles, folderNames: mostFolderNames, bytes: limits.unzippedBytes };
  const places = new DataPlaces(file);
  const links: FoundLink[] = [];
  const turn = new Turn();
  for (let number = 1; number <= file.entryCount; number += 1) {
    const entry = nextEntry(file);
    budget.bytes -= entry.uncompressedSize;
    if (budget.bytes <= 0) throw unzippedTooLarge();
    const { dataStart, header } = places.find(entry);
    const place = toPlace(entry, header);
    const content = toFile(entry, zip, dataStart);
    const node = toNode(place, entry, content);
    if (node.kind === "link") links.push({ folders: place.names.slice(0, -1), node, content });
    if (place.names.length > 0 && !putNode(root, place.names, node, budget)) throw unzipFailed();
    if (budget.nodes <= 0 || budget.folderNames <= 0) throw unzippedTooLarge();
    if (turn.isOver(number, cursorOf(file))) await new Promise(setImmediate);
  }
  places.check(zip);
  await readLinks(root, links);
  return root;
}

interface FoundLink {
  readonly folders: readonly string[];
  readonly node: PackageLink;
  readonly content: PackageFile;
}

/** Says when so much has been read that others should have a turn: a few hundred usual entries, or one of the largest. */
class Turn {
  #entries = 0;
  #cursor = 0;

  isOver(entries: number, cursor: number): boolean {
    if (entries - this.#entries < 256 && cursor - this.#cursor < 64 * 1024) return false;
    this.#entries = entries;
    this.#cursor = cursor;
    return true;
  }
}

/** What Linux takes for a path, and for a name in it. */
const longest = { pathBytes: 4095 - "/var/task/".length, nameBytes: 255, linkBytes: 4095 };
const linkSteps = 200_000;
/** In the paths of all folders together: each is walked when its folder is made. Ten times what the largest packages of the field have. */
const mostFolderNames = 2_000_000;

/** When all that a link may lead through is there. */
async function readLinks(root: PackageFolder, links: readonly FoundLink[]): Promise<void> {
  for (const { node, content } of links) {
    if (content.sizeBytes === 0 || content.sizeBytes > longest.linkBytes) throw unzipFailed();
    const pieces: Buffer[] = [];
    for await (const piece of contentOf(content)) pieces.push(piece);
    node.target = Buffer.concat(pieces);
    if (node.target.includes(0)) throw unzipFailed();
  }
  const budget = { steps: linkSteps };
  const turn = new Turn();
  let bytes = 0;
  for (const [index, { folders, node }] of links.entries()) {
    if (!staysInside(root, folders, node, budget)) throw unzipFailed();
    bytes += node.target.length;
    if (turn.isOver(index, bytes)) await new Promise(setImmediate);
  }
}

/** The zip is in memory: it is read at once, without a stream for each few bytes. */
class BufferReader extends RandomAccessReader {
  readonly #zip: Buffer;

  constructor(zip: Buffer) {
    super();
    this.#zip = zip;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const isThere = position >= 0 && position + length <= this.#zip.length;
    if (isThere) this.#zip.copy(buffer, offset, position, position + length);
    callback(isThere ? null : new Error("beyond the end of the zip"));
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from([this.#zip.subarray(start, end)]);
  }
}

/** Throws AWS's error whatever yauzl says: all bytes are in memory, so that it can only be the zip's fault. */
async function openZip(zip: Buffer): Promise<ZipFile> {
  try {
    return await new Promise((resolve, reject) => {
      // Names are bytes here: yauzl would take a backslash for a slash.
      const options = { lazyEntries: true, decodeStrings: false, autoClose: false };
      fromRandomAccessReader(new BufferReader(zip), zip.length, options, (error, file) =>
        error ? reject(error) : resolve(file),
      );
    });
  } catch {
    throw unzipFailed();
  }
}

/** At once, as the reader's bytes are. */
function nextEntry(file: ZipFile): Entry {
  let found: Entry | undefined;
  file.once("entry", (entry: Entry) => {
    found = entry;
  });
  file.once("error", () => undefined);
  file.readEntry();
  file.removeAllListeners();
  if (!found) throw unzipFailed();
  return found;
}

/** Where the entries' bytes are in the zip: no two share any, none is in the directory, and the directory is whole. */
class DataPlaces {
  readonly #file: ZipFile;
  readonly #directoryStart: number;
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  #count = 0;

  constructor(file: ZipFile) {
    this.#file = file;
    this.#directoryStart = cursorOf(file);
    this.#starts = new Float64Array(file.entryCount);
    this.#ends = new Float64Array(file.entryCount);
  }

  find(entry: Entry): { dataStart: number; header: LocalFileHeader } {
    let found: LocalFileHeader | undefined;
    this.#file.readLocalFileHeader(entry, (error, header) => {
      if (!error) found = header;
    });
    if (!found) throw unzipFailed();
    this.#starts[this.#count] = entry.relativeOffsetOfLocalHeader;
    this.#ends[this.#count] = found.fileDataStart + entry.compressedSize;
    this.#count += 1;
    return { dataStart: found.fileDataStart, header: found };
  }

  /** Throws if entries overlap, or if there are more of them than the zip's end says. */
  check(zip: Buffer): void {
    const starts = this.#starts.sort();
    const ends = this.#ends.sort();
    for (const [index, end] of ends.entries()) {
      if (end > (starts[index + 1] ?? this.#directoryStart)) throw unzipFailed();
    }
    const after = cursorOf(this.#file);
    if (after + 4 <= zip.length && zip.readUInt32LE(after) === entrySignature) throw unzipFailed();
  }
}

const entrySignature = 0x02014b50;

/** Of the directory's next entry; its type is wrong in the library's declarations. */
function cursorOf(file: ZipFile): number {
  return file.readEntryCursor as unknown as number;
}

type Place = { readonly kind: "file" | "folder" | "link"; readonly names: readonly string[] };

const typeMask = 0o170000;
const types = { none: 0, folder: 0o040000, file: 0o100000, link: 0o120000 };

/** What an entry is and where it belongs; no names are the package itself. Throws for what has no place in a package. */
function toPlace(entry: Entry, header: LocalFileHeader): Place {
  // Declared as text, but as bytes unless yauzl decodes them.
  const raw = entry.fileName as unknown as Buffer;
  if (!raw.equals(header.fileName) || entry.isEncrypted()) throw unzipFailed();
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, true);
  const type = unixMode(entry) & typeMask;
  const isFolder = name.endsWith("/");
  // Devices, sockets and pipes have no place in a package; a plain file's type is often left zero.
  const allowed = isFolder ? [types.none, types.folder, types.file] : [types.none, types.file, types.link];
  if (!allowed.includes(type)) throw unzipFailed();
  const names = toNames(name);
  if (!isFolder && (names.length === 0 || /(^|\/)\.$/.test(name))) throw unzipFailed();
  return { kind: isFolder ? "folder" : type === types.link ? "link" : "file", names };
}

/** `./a//b` is `a/b`. A backslash is a character like others, as on Linux. */
function toNames(name: string): string[] {
  if (name === "" || name.includes("\0") || name.startsWith("/") || /^[a-zA-Z]:[\\/]/.test(name)) throw unzipFailed();
  if (Buffer.byteLength(name) > longest.pathBytes) throw unzipFailed();
  const names = name.split("/").filter((each) => each !== "" && each !== ".");
  if (names.some((each) => each === ".." || Buffer.byteLength(each) > longest.nameBytes)) throw unzipFailed();
  return names;
}

/** A compression other than these is refused. */
const methods = { stored: 0, deflated: 8 };

function toFile(entry: Entry, zip: Buffer, dataStart: number): PackageFile {
  const { compressionMethod: method, compressedSize, uncompressedSize } = entry;
  if (method !== methods.stored && method !== methods.deflated) throw unzipFailed();
  return {
    kind: "file",
    mode: fileMode(entry),
    packed: zip.subarray(dataStart, dataStart + compressedSize),
    isDeflated: method === methods.deflated,
    sizeBytes: uncompressedSize,
    crc32: entry.crc32,
  };
}

function toNode(place: Place, entry: Entry, content: PackageFile): PackageNode {
  if (place.kind === "folder") return createFolder(folderMode(entry));
  return place.kind === "link" ? { kind: "link", target: Buffer.alloc(0) } : content;
}

function unixMode({ externalFileAttributes }: Entry): number {
  return externalFileAttributes >>> 16;
}

/**
 * A function is neither the owner of its files nor of their group, so what counts is what the zip allows others: a file with 0600 can't
 * be read. Everybody gets that, because not every sandbox has a user of its own. Nobody writes into /var/task. Without permissions
 * (a zip made on Windows, say) all may read it. Source: "Deploying Lambda functions as .zip file archives", "File permissions".
 */
function fileMode(entry: Entry): number {
  const permissions = unixMode(entry) & 0o777;
  return permissions === 0 ? 0o444 : (permissions & 0o005) * 0o111;
}

/** Squall, its owner, fills and removes it. What is a folder by its name only says nothing of a folder's permissions. */
function folderMode(entry: Entry): number {
  const mode = unixMode(entry);
  const permissions = mode & 0o777;
  return (mode & typeMask) !== types.folder || permissions === 0 ? 0o755 : 0o700 | ((permissions & 0o005) * 0o011);
}
