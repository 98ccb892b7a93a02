import type { DocumentationVersion } from "@aws-sdk/client-api-gateway";
import { invalid } from "../errors.ts";
import { limits } from "../limits.ts";
import type { DocumentationPartRecord, DocumentationVersionRecord } from "../parts/part.ts";
import { badPath, checkMember, type Patch } from "../parts/patch.ts";

/** Throws what AWS refuses of a part of the documentation. Source: "CreateDocumentationPart". */
export function checkDocumentationPart({ properties = "" }: DocumentationPartRecord): void {
  if (properties.length > limits.documentationCharacters) throw invalid("Documentation part properties are too long");
  try {
    const value: unknown = JSON.parse(properties);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  } catch {
    // It is refused below.
  }
  throw invalid("Properties must be a valid JSON object");
}

export function patchDocumentationPart(part: DocumentationPartRecord, patch: Patch): DocumentationPartRecord {
  checkMember(patch, ["/properties"]);
  if (patch.value === undefined) throw badPath(patch);
  return { ...part, properties: patch.value };
}

/** As it goes to a client. The parts that it keeps are shown by an export. */
export function toDocumentationVersion({
  createdMs,
  parts: _,
  ...rest
}: DocumentationVersionRecord): DocumentationVersion {
  return { ...rest, createdDate: new Date(createdMs) };
}
