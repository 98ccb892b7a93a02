import { toHeaderValue } from "../../../platform/http-header.ts";
import { encodeLiterally, encodeWord } from "./metadata-text.ts";

/**
 * Text of a presigned URL's query that stands for a header. It is Unicode, which as a header would have had to be encoded: user metadata
 * is, and what S3 itself understands loses what Latin-1 doesn't have.
 */
export function fromQueryText(name: string, text: string): string {
  return isMetadata(name) ? encodeWord(text) : toHeaderValue(text);
}

/** The same for a form's field, in which S3 decodes nothing. Source: "Working with object metadata", browser-based uploads. */
export function fromFormField(name: string, text: string): string {
  return isMetadata(name) ? encodeLiterally(text) : toHeaderValue(text);
}

function isMetadata(name: string): boolean {
  return name.startsWith("x-amz-meta-");
}
