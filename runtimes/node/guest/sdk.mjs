/** Loads the S3 client while the process waits for its function: a function that imports it finds it loaded. */
export async function warmSdk() {
  try {
    await import("@aws-sdk/client-s3");
  } catch {
    // Without the SDK functions run all the same, unless they import it: then Node's own error says so.
  }
}
