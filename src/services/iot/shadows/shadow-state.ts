export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A section with an update put over it: objects member by member, all else as it is, and null takes away. */
export function merge(section: JsonObject, update: JsonObject): JsonObject {
  const merged: Record<string, Json> = Object.assign(Object.create(null), section);
  for (const [name, value] of Object.entries(update)) {
    if (value === null) {
      delete merged[name];
      continue;
    }
    const before = merged[name];
    const isFilled = isJsonObject(value) && Object.keys(value).length > 0;
    // An empty object is a value like any other: it takes the place of what was there.
    merged[name] = isFilled ? merge(isJsonObject(before) ? before : {}, value) : value;
  }
  return merged;
}

/** When each of the values was set, as a tree of the same form. What is taken away has no time. */
export function toTimes(value: Json, timestamp: number): Json {
  if (Array.isArray(value)) return value.map((item) => toTimes(item, timestamp));
  if (!isJsonObject(value)) return { timestamp };
  const times: Record<string, Json> = Object.create(null);
  for (const [name, inner] of Object.entries(value)) if (inner !== null) times[name] = toTimes(inner, timestamp);
  return times;
}

/** The times of a section after an update, as of then: those of values that are not there any more go with them. */
export function mergeTimes(times: JsonObject, update: JsonObject, timestamp: number): JsonObject {
  const merged: Record<string, Json> = Object.assign(Object.create(null), times);
  for (const [name, value] of Object.entries(update)) {
    const before = merged[name];
    if (value === null) delete merged[name];
    else if (isJsonObject(value) && Object.keys(value).length > 0)
      merged[name] = mergeTimes(isJsonObject(before) && !isTime(before) ? before : {}, value, timestamp);
    else merged[name] = toTimes(value, timestamp);
  }
  return merged;
}

/** A leaf. A member of the state that is called `timestamp` has an object there. */
function isTime(times: JsonObject): boolean {
  return typeof times.timestamp === "number";
}

export interface Delta {
  readonly state: JsonObject;
  readonly metadata: JsonObject;
}

/** What is desired and not, or otherwise, reported; undefined where there is nothing. Arrays are told as a whole. */
export function toDelta(desired: JsonObject, reported: JsonObject, times: JsonObject): Delta | undefined {
  const state: Record<string, Json> = Object.create(null);
  const metadata: Record<string, Json> = Object.create(null);
  for (const [name, wanted] of Object.entries(desired)) {
    const actual = Object.hasOwn(reported, name) ? reported[name] : undefined;
    const time = times[name] ?? {};
    if (isJsonObject(wanted) && isJsonObject(actual)) {
      const inner = toDelta(wanted, actual, isJsonObject(time) ? time : {});
      if (inner) [state[name], metadata[name]] = [inner.state, inner.metadata];
    } else if (actual === undefined || !isSame(wanted, actual)) [state[name], metadata[name]] = [wanted, time];
  }
  return Object.keys(state).length > 0 ? { state, metadata } : undefined;
}

function isSame(one: Json, other: Json): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index] as Json));
  if (!isJsonObject(one) || !isJsonObject(other)) return one === other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name] as Json, other[name] as Json))
  );
}
