/** By HTTP a document is a text. */
export function toDataExecution<T extends { readonly jobDocument?: unknown }>({
  execution,
}: {
  readonly execution?: T;
}) {
  if (!execution) return {};
  const { jobDocument, ...others } = execution;
  return { execution: { ...others, ...(jobDocument !== undefined && { jobDocument: JSON.stringify(jobDocument) }) } };
}
