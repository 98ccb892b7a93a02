import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { alphabets } from "../../../platform/random.ts";
import type { ManagedPolicy } from "../entities/entity.ts";

/** The AWS managed policies, the same in every account. Source: "AWS Managed Policy Reference". */
export function listAwsManagedPolicies(partition: string): ManagedPolicy[] {
  return catalog.list().map((entry) => toPolicy(entry.arn.replace(/^arn:aws:/, `arn:${partition}:`), entry));
}

/** Undefined for an ARN that is none of them. */
export function findAwsManagedPolicy(arn: string): ManagedPolicy | undefined {
  if (!/^arn:aws[a-z-]*:iam::aws:policy\//.test(arn)) return undefined;
  const entry = catalog.find(arn.replace(/^arn:aws[a-z-]*:/, "arn:aws:"));
  return entry && toPolicy(arn, entry);
}

interface Entry {
  readonly arn: string;
  readonly createdOn: string;
  readonly updatedOn: string;
  readonly versionId: string;
  readonly document: string;
}

/**
 * All of AWS's policies, read when the first is asked for: a server whose users name none neither reads nor keeps them. What is kept is the file's
 * bytes, beside JavaScript's heap, and where each policy begins; a document becomes text when it is used.
 */
class Catalog {
  #index: ReadonlyMap<string, Entry> | undefined;

  list(): Entry[] {
    return [...this.#entries().values()];
  }

  find(arn: string): Entry | undefined {
    return this.#entries().get(arn);
  }

  #entries(): ReadonlyMap<string, Entry> {
    this.#index ??= readEntries(readFileSync(new URL(dataPath, import.meta.url)));
    return this.#index;
  }
}

/** A line each: what lists tell as JSON, a tab, the document. The build puts the file beside the wire's data. */
const dataPath = import.meta.url.endsWith(".ts")
  ? "./aws-managed-policies.jsonl"
  : "../generated/aws-managed-policies.jsonl";

const catalog = new Catalog();

function readEntries(bytes: Buffer): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (let start = 0; start < bytes.length; ) {
    const tab = bytes.indexOf(9, start);
    const end = bytes.indexOf(10, tab);
    const [arn, createdOn, updatedOn, versionId] = JSON.parse(bytes.toString("latin1", start, tab)) as Head;
    entries.set(arn, {
      arn,
      createdOn,
      updatedOn,
      versionId,
      get document() {
        return bytes.toString("utf8", tab + 1, end);
      },
    });
    start = end + 1;
  }
  return entries;
}

type Head = [arn: string, createdOn: string, updatedOn: string, versionId: string];

/** Of AWS's policies only the default version is known. */
function toPolicy(arn: string, entry: Entry): ManagedPolicy {
  const pathAndName = arn.slice(arn.indexOf(":policy/") + ":policy".length);
  const nameAt = pathAndName.lastIndexOf("/") + 1;
  const updatedMs = Date.parse(entry.updatedOn);
  return {
    name: pathAndName.slice(nameAt),
    path: pathAndName.slice(0, nameAt),
    get id() {
      return idOf(arn);
    },
    arn,
    createdMs: Date.parse(entry.createdOn),
    updatedMs,
    description: undefined,
    tags: {},
    defaultVersionId: entry.versionId,
    nextVersion: Number(entry.versionId.slice(1)) + 1,
    versions: [
      {
        id: entry.versionId,
        createdMs: updatedMs,
        get document() {
          // Each partition has its own copy, which speaks of its own resources.
          return entry.document.replaceAll('"arn:aws:', `"${arn.slice(0, arn.indexOf(":iam:"))}:`);
        },
      },
    ],
  };
}

function idOf(arn: string): string {
  const bytes = createHash("sha256").update(arn).digest();
  return `ANPA${[...bytes.subarray(0, 17)].map((byte) => alphabets.base32[byte % alphabets.base32.length]).join("")}`;
}
