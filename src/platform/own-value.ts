/**
 * What a record holds under a name that somebody else has chosen: `constructor` and `toString`, which every object has, are names like any other, and
 * undefined unless the record (if there is one) has its own.
 */
export function ownValue<V>(record: Readonly<Record<string, V>> | undefined, name: string): V | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
