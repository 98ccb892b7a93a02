/** Ours: what bounds an expression's automaton, and what it may do for one text with groups or word boundaries, a third of a second. */
export const regexLimits = { states: 500, nodes: 250, steps: 4_000_000 } as const;
