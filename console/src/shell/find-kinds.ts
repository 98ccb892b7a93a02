import type { FoundResource, ResourceSearch } from "./console-service.ts";

/** A kind of resource: its names, a page at a time, and where one is shown. */
export interface FindableKind<T> {
  readonly kind: string;
  readonly pages: (search: ResourceSearch) => AsyncIterable<readonly T[]>;
  readonly name: (resource: T) => string | undefined;
  readonly href: (resource: T) => string;
}

export function findableKind<T>(kind: FindableKind<T>): FindableKind<T> {
  return kind;
}

const mostOfKind = 5;
/** A name behind that many pages is found by the list of its service. */
const mostPages = 4;

// biome-ignore lint/suspicious/noExplicitAny: kinds of every type stand side by side.
export async function findKinds(kinds: readonly FindableKind<any>[], search: ResourceSearch): Promise<FoundResource[]> {
  const found = await Promise.all(kinds.map((kind) => findKind(kind, search).catch(() => [])));
  return found.flat();
}

async function findKind<T>(
  { kind, pages, name, href }: FindableKind<T>,
  search: ResourceSearch,
): Promise<FoundResource[]> {
  const found: FoundResource[] = [];
  let read = 0;
  for await (const resources of pages(search)) {
    for (const resource of resources) {
      const called = name(resource) ?? "";
      if (called.toLowerCase().includes(search.text)) found.push({ name: called, kind, href: href(resource) });
    }
    if (found.length >= mostOfKind || ++read >= mostPages) break;
  }
  return found.slice(0, mostOfKind);
}
