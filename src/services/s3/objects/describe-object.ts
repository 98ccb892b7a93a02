import { isHeaderName } from "../../../platform/http-header.ts";
import { invalidMetadataName, invalidRedirectLocation, invalidStorageClass, metadataTooLarge } from "../errors.ts";
import { limits } from "../limits.ts";
import { parseTagging } from "../tags/tags.ts";
import { toMetadataText } from "./metadata-text.ts";
import type { ObjectDraft, ObjectHeaders, StoredObject } from "./stored-object.ts";

export interface DescribingInput {
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  readonly ContentType?: string | undefined;
  /** Any text from outside, a time from another service. */
  readonly Expires?: Date | string | undefined;
  readonly Metadata?: Record<string, string> | undefined;
  readonly StorageClass?: string | undefined;
  readonly Tagging?: string | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
}

export type ObjectDescription = Pick<ObjectDraft, "headers" | "storageClass" | "tags">;

/** What a new object says about itself, checked. Throws MetadataTooLarge, InvalidArgument, InvalidRedirectLocation, InvalidStorageClass, InvalidTag. */
export function describeObject(input: DescribingInput): ObjectDescription {
  return {
    headers: toHeaders(input),
    storageClass: checkStorageClass(input.StorageClass),
    tags: input.Tagging === undefined ? {} : parseTagging(input.Tagging),
  };
}

export function toHeaders(input: DescribingInput): ObjectHeaders {
  const { WebsiteRedirectLocation: redirect } = input;
  if (redirect && !/^(?:\/|https?:\/\/)/.test(redirect)) throw invalidRedirectLocation();
  return {
    ContentType: input.ContentType || "binary/octet-stream",
    ...(input.CacheControl && { CacheControl: input.CacheControl }),
    ...(input.ContentDisposition && { ContentDisposition: input.ContentDisposition }),
    ...(input.ContentEncoding && { ContentEncoding: input.ContentEncoding }),
    ...(input.ContentLanguage && { ContentLanguage: input.ContentLanguage }),
    ...expiresOf(input),
    ...(redirect && { WebsiteRedirectLocation: redirect }),
    ...metadataOf(input),
  };
}

const storageClasses: ReadonlySet<string> = new Set([
  "STANDARD",
  "REDUCED_REDUNDANCY",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "GLACIER",
  "DEEP_ARCHIVE",
  "GLACIER_IR",
]);

/** The class is kept and shown; bytes lie where all bytes lie. Throws InvalidStorageClass. */
export function checkStorageClass(storageClass: string | undefined): StoredObject["storageClass"] {
  if (storageClass === undefined) return "STANDARD";
  if (!storageClasses.has(storageClass)) throw invalidStorageClass(storageClass);
  return storageClass as StoredObject["storageClass"];
}

/** Names and values count together, in bytes. Source: "Working with object metadata". */
function metadataOf({ Metadata }: DescribingInput): Pick<ObjectHeaders, "Metadata"> {
  if (Metadata === undefined) return {};
  const kept: [name: string, text: string][] = [];
  let bytes = 0;
  for (const name in Metadata) {
    // A form's field and a URL's parameter can have any name; as a header it could not be given back.
    if (name !== "" && !isHeaderName(name)) throw invalidMetadataName(name);
    const { text, bytes: valueBytes } = toMetadataText(Metadata[name]!);
    kept.push([name, text]);
    bytes += name.length + valueBytes;
  }
  if (bytes > limits.metadataBytes) throw metadataTooLarge(bytes);
  // Also `__proto__` is a name like any other.
  return { Metadata: Object.fromEntries(kept) };
}

/** S3 gives the header back as it came, even if it is no date. */
function expiresOf({ Expires }: DescribingInput): Pick<ObjectHeaders, "Expires"> {
  const text = Expires instanceof Date ? Expires.toUTCString() : Expires;
  return text ? { Expires: text } : {};
}
