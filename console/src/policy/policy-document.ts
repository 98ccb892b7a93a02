/** An IAM policy as it is written. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly Statement[] | Statement;
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** IAM answers documents percent-encoded. */
export function decodeDocument(text: string | undefined): string {
  return formatJson(writtenDocument(text));
}

/** As its author wrote it, each line and column at its place. */
export function writtenDocument(text: string | undefined): string {
  return text?.startsWith("%") ? decodeURIComponent(text) : (text ?? "");
}

export function formatJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

/** Undefined for what is no policy. */
export function parseDocument(text: string): PolicyDocument | undefined {
  try {
    const document = JSON.parse(text) as PolicyDocument;
    return typeof document === "object" && document !== null && "Statement" in document ? document : undefined;
  } catch {
    return undefined;
  }
}

export function statementsOf(document: PolicyDocument | undefined): readonly Statement[] {
  if (!document) return [];
  return Array.isArray(document.Statement) ? document.Statement : [document.Statement as Statement];
}

export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === "string" ? [value] : value;
}

/** What is wrong with a document that a form is to send. */
export function checkDocument(text: string): string | undefined {
  return parseDocument(text) ? undefined : "This is not a policy document: it needs JSON with a “Statement”.";
}
