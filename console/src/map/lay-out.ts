/** One end of what a map joins, by its id. */
export interface MapEdge {
  readonly from: string;
  readonly to: string;
}

export interface Place {
  /** From the left, from 0. */
  readonly column: number;
  /** From the top, from 0; may lie between two rows. */
  readonly row: number;
}

/**
 * Where each node of a map stands: as many columns from the left as the longest way that leads to it, beside what leads there. A way that comes back (a function
 * that writes to its own bucket) does not count, so nothing is pushed away without end.
 */
export function layOut(ids: readonly string[], edges: readonly MapEdge[]): ReadonlyMap<string, Place> {
  const forward = withoutReturns(ids, edges);
  const columns = columnsOf(ids, forward);
  const byColumn = new Map<number, string[]>();
  for (const id of ids) {
    const column = columns.get(id) ?? 0;
    byColumn.set(column, [...(byColumn.get(column) ?? []), id]);
  }
  const places = new Map<string, Place>();
  for (const column of [...byColumn.keys()].sort((one, other) => one - other)) {
    const members = byColumn.get(column)!;
    const wanted = new Map(
      members.map((id, at) => {
        const rows = forward.filter(({ to }) => to === id).flatMap(({ from }) => places.get(from)?.row ?? []);
        return [id, rows.length === 0 ? at : rows.reduce((sum, row) => sum + row, 0) / rows.length] as const;
      }),
    );
    let free = Number.NEGATIVE_INFINITY;
    for (const id of members.toSorted((one, other) => wanted.get(one)! - wanted.get(other)!)) {
      const row = Math.max(free, wanted.get(id)!);
      places.set(id, { column, row });
      free = row + 1;
    }
  }
  return places;
}

/** Those edges that lead on, in the order in which they are met. */
function withoutReturns(ids: readonly string[], edges: readonly MapEdge[]): MapEdge[] {
  const out = new Map<string, MapEdge[]>();
  for (const edge of edges) out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
  const state = new Map<string, "open" | "done">();
  const kept: MapEdge[] = [];
  const known = new Set(ids);
  const visit = (id: string) => {
    state.set(id, "open");
    for (const edge of out.get(id) ?? []) {
      if (!known.has(edge.to) || state.get(edge.to) === "open") continue;
      kept.push(edge);
      if (!state.has(edge.to)) visit(edge.to);
    }
    state.set(id, "done");
  };
  const begun = new Set(edges.map(({ to }) => to));
  for (const id of ids) if (!begun.has(id) && !state.has(id)) visit(id);
  for (const id of ids) if (!state.has(id)) visit(id);
  return kept;
}

function columnsOf(ids: readonly string[], edges: readonly MapEdge[]): ReadonlyMap<string, number> {
  const columns = new Map(ids.map((id) => [id, 0]));
  // No way is longer than there are nodes.
  for (let turn = 0; turn < ids.length; turn++) {
    let isMoved = false;
    for (const { from, to } of edges) {
      const least = (columns.get(from) ?? 0) + 1;
      if ((columns.get(to) ?? 0) >= least) continue;
      columns.set(to, least);
      isMoved = true;
    }
    if (!isMoved) break;
  }
  return columns;
}
