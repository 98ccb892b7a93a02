/** AWS's error object, where the runtime has sent none. */
export function toErrorJson(errorType: string, errorMessage: string): Buffer {
  return Buffer.from(JSON.stringify({ errorType, errorMessage }));
}
