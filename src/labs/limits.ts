/** Of what a lab's folder may hold and a check may take: a folder that somebody drops in must not slow the server down. */
export const limits = {
  labs: 100,
  definitionBytes: 256 * 1024,
  steps: 50,
  checksOfStep: 20,
  hints: 20,
  expectations: 20,
  calls: 100,
  textCharacters: 20_000,
  queryCharacters: 500,
  /** Each may double what it is made of, so few may stand in one another. */
  multiSelectsOfQuery: 3,
  files: 50,
  fileBytes: 10 * 1024 * 1024,
  /** Of a file that goes into a call's input. */
  inputFileBytes: 1024 * 1024,
  keptBytes: 64 * 1024,
  foundCharacters: 300,
  /** Things of one kind that are listed as left. */
  leftOfKind: 200,
} as const;
