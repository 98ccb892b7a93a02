import type { WriteTransaction } from "../../../storage/database.ts";
import { conflict, invalid } from "../errors.ts";
import type { ResourceRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** Throws what AWS refuses of a resource among its siblings. Source: "CreateResource", and recorded answers. */
export function checkPlace(
  all: readonly ResourceRecord[],
  parent: ResourceRecord,
  { id, pathPart = "" }: { readonly id: string; readonly pathPart?: string | undefined },
): void {
  if (parent.pathPart !== undefined && isGreedy(parent.pathPart))
    throw invalid(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`);
  const siblings = all.filter((each) => each.parentId === parent.id && each.id !== id);
  if (siblings.some((each) => each.pathPart === pathPart))
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  const isVariable = pathPart.startsWith("{");
  const other = siblings.find((each) => each.pathPart?.startsWith("{"));
  // One variable and one that takes the rest stand side by side only where the greedy one came first and is below another resource.
  if (isVariable && other?.pathPart && isGreedy(other.pathPart) === isGreedy(pathPart)) throw secondVariable(other);
  if (isVariable && other?.pathPart && parent.parentId === undefined) throw secondVariable(other);
}

function secondVariable({ pathPart }: ResourceRecord) {
  return invalid(`A sibling (${pathPart}) of this resource already has a variable path part -- only one is allowed`);
}

function isGreedy(pathPart: string): boolean {
  return pathPart.endsWith("+}");
}

export function checkPathPart(pathPart: string): void {
  if (/^\{[A-Za-z0-9._:-]+\+?\}$/.test(pathPart) || /^[A-Za-z0-9._~:*@!$&'()+,;=%-]+$/.test(pathPart)) return;
  throw invalid(
    "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
  );
}

export function pathBelow({ path }: ResourceRecord, pathPart: string): string {
  return path === "/" ? `/${pathPart}` : `${path}/${pathPart}`;
}

/** The resource and everything below it. */
export function subtree(all: readonly ResourceRecord[], id: string): ResourceRecord[] {
  const found = all.filter((each) => each.id === id);
  for (let at = 0; at < found.length; at += 1) found.push(...all.filter((each) => each.parentId === found[at]?.id));
  return found;
}

/** Writes a resource that has moved, and the paths of those below it. */
export async function move(
  tx: WriteTransaction,
  apiId: string,
  all: readonly ResourceRecord[],
  moved: ResourceRecord,
): Promise<void> {
  const placed = new Map<string, ResourceRecord>();
  for (const each of subtree(all, moved.id)) {
    const parent = placed.get(each.parentId ?? "");
    const resource = parent ? { ...each, path: pathBelow(parent, each.pathPart ?? "") } : moved;
    placed.set(resource.id, resource);
    await partStore.put(tx, apiId, "Resource", resource);
  }
}
