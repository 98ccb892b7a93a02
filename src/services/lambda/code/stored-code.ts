/** An upload as it is kept: a function's deployment package, or a layer's archive. */
export interface StoredCode {
  /** Base64, of the zip. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly unzippedBytes: number;
  readonly blob: string;
}
