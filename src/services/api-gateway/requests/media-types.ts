/** Whether a body of this type is bytes to the API. `types` may hold `image/*` and `*` + `/*`. Source: "Binary media types for REST APIs". */
export function isBinary(types: readonly string[] | undefined, type: string | undefined): boolean {
  if (!types?.length) return false;
  if (types.includes("*/*")) return true;
  const plain = plainType(type);
  return types.some((each) => each === plain || (each.endsWith("/*") && plain.startsWith(each.slice(0, -1))));
}

/** Whether a client takes bytes, by the first type that it accepts. As recorded, a type whose first half is `*` is none. */
export function acceptsBinary(types: readonly string[] | undefined, accept: string | undefined): boolean {
  return isBinary(
    types?.filter((each) => each === "*/*" || !each.startsWith("*")),
    accept,
  );
}

/** Without its parameters; of a list the first. */
export function plainType(type: string | undefined): string {
  return (type ?? "").split(/[;,]/)[0]?.trim().toLowerCase() ?? "";
}
