import type { PatchOperation } from "@aws-sdk/client-api-gateway";

/** A part's settings by their paths: `/uri`, `/requestTemplates/application~1json`. What is empty is not set. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** What changes one part's settings into others. Source: "Patch operations". */
export function patchesOf(before: Settings, after: Settings): PatchOperation[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((path): PatchOperation[] => {
    const [former, value] = [before[path] || undefined, after[path] || undefined];
    if (former === value) return [];
    if (value === undefined) return [{ op: "remove", path }];
    // An entry of a list of names is added; what is one text is replaced.
    const isEntry = path.indexOf("/", 1) > 0;
    return [{ op: isEntry && former === undefined ? "add" : "replace", path, value }];
  });
}

/** A record's entries as settings below a path. */
export function entriesAt(path: string, record: Readonly<Record<string, unknown>> | undefined): Settings {
  return Object.fromEntries(
    Object.entries(record ?? {}).map(([name, value]) => [`${path}/${toStep(name)}`, String(value)]),
  );
}

/** A name as a step of a path. Source: RFC 6901. */
export function toStep(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
