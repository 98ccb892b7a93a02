/** What a function has said of its failure, as far as it is AWS's error object: a custom runtime may report any bytes. */
export function readFunctionError(bytes: Buffer): { readonly errorType?: string; readonly errorMessage?: string } {
  let error: unknown;
  try {
    error = JSON.parse(bytes.toString("utf8"));
  } catch {
    return {};
  }
  const { errorType, errorMessage } = (error ?? {}) as Record<string, unknown>;
  return {
    ...(typeof errorType === "string" && { errorType }),
    ...(typeof errorMessage === "string" && { errorMessage }),
  };
}
