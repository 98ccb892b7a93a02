/** Under it an output has what writes its JSON: for what is kept in a form from which JSON is made faster than the model's objects are. The members say the same. */
export const ownJson: unique symbol = Symbol("ownJson");

export interface OwnJson {
  readonly [ownJson]?: () => string;
}

export function withOwnJson<T extends object>(output: T, write: () => string): T {
  return Object.assign(output, { [ownJson]: write });
}
