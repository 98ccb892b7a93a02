import { compileGlob, globParts } from "../../../platform/glob.ts";
import type { Tags } from "../../tags.ts";
import { invalidFilter, invalidParameterValue } from "../errors.ts";
import { limits } from "../limits.ts";

export type Filters = readonly {
  readonly Name?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}[];

/** What a filter compares: the values that a resource has under its name. */
export type FilterTable<T> = Readonly<Record<string, (resource: T) => readonly (string | undefined)[]>>;

/**
 * All filters must match, each by one of its values, in which `*` and `?` are wildcards. A filter that the table does not have is refused.
 * Source: "List and filter using the CLI and API".
 */
export function compileFilters<T>(
  filters: Filters | undefined,
  table: FilterTable<T>,
  tagsOf?: (resource: T) => Tags,
): (resource: T) => boolean {
  if (filters === undefined || filters.length === 0) return () => true;
  if (filters.length > limits.filters)
    throw invalidParameterValue(`A call has at most ${limits.filters} filters, not ${filters.length}.`);
  const tests = filters.map(({ Name = "", Values = [] }) => {
    if (Values.length > limits.valuesPerFilter)
      throw invalidParameterValue(`A filter has at most ${limits.valuesPerFilter} values, not ${Values.length}.`);
    const values = valuesOf(Name, table, tagsOf);
    const matches = Values.map((value) => compileGlob(globParts(value)));
    return (resource: T) => {
      const own = values(resource);
      return matches.some((fits) => own.some((value) => value !== undefined && fits(value)));
    };
  });
  return (resource) => tests.every((fits) => fits(resource));
}

/** The one value that a filter asks for, if it is one and no pattern: what an index may be asked for. */
export function exactValue(filters: Filters | undefined, name: string): string | undefined {
  const [value, ...others] = filters?.find(({ Name }) => Name === name)?.Values ?? [];
  return others.length > 0 || value === undefined || /[*?\\]/.test(value) ? undefined : value;
}

/** The tag that a filter asks for exactly. */
export function exactTag(filters: Filters | undefined): { readonly key: string; readonly value: string } | undefined {
  for (const { Name = "" } of filters ?? []) {
    const value = Name.startsWith("tag:") ? exactValue(filters, Name) : undefined;
    if (value !== undefined) return { key: Name.slice("tag:".length), value };
  }
  return undefined;
}

function valuesOf<T>(
  name: string,
  table: FilterTable<T>,
  tagsOf: ((resource: T) => Tags) | undefined,
): (resource: T) => readonly (string | undefined)[] {
  const known = Object.hasOwn(table, name) ? table[name] : undefined;
  if (known) return known;
  if (tagsOf && name === "tag-key") return (resource) => Object.keys(tagsOf(resource));
  if (tagsOf && name.startsWith("tag:")) {
    const key = name.slice("tag:".length);
    return (resource) => [ownTag(tagsOf(resource), key)];
  }
  throw invalidFilter(name);
}

function ownTag(tags: Tags, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}
