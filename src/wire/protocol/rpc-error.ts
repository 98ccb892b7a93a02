import { treeEncoder } from "../codec/tree-encoder.ts";
import type { TreeFormat } from "../codec/tree-format.ts";
import type { ErrorView } from "./error-view.ts";

/** The tree of an error in the JSON and CBOR protocols: its type, its message, its members. */
export function toErrorTree(error: ErrorView, format: TreeFormat): object {
  const { shape, message, members, fields, hasMessage } = error;
  const type = { __type: errorType(error) };
  if (shape === undefined) return { ...type, ...(message !== "" && { [messageName(error)]: message }), ...fields };
  const tree = treeEncoder(shape, format)(members as never) as Record<string, unknown>;
  // Where there is nothing to say AWS says nothing.
  if (message === "" && tree.message === "") delete tree.message;
  // The older framework writes it with a capital where an error says more than that. Source: recorded answers.
  if (error.coralNamespace !== undefined && typeof tree.message === "string" && Object.keys(tree).length > 1) {
    const { message: said, ...others } = tree;
    return { ...type, Message: said, ...others };
  }
  // Clients show the message of an error whose shape has no place for one.
  return hasMessage || message === "" ? { ...type, ...tree } : { ...type, message, ...tree };
}

/**
 * Codes without a model are those of AWS's framework, which has a namespace of its own. A failed constraint is an exception there, and goes by
 * its older code in the query protocols only. Source: recorded answers.
 */
function errorType({ shape, code, coralNamespace, errorNamespace }: ErrorView): string {
  if (code === "ValidationError") return "com.amazon.coral.validate#ValidationException";
  if (coralNamespace !== undefined && code === "ValidationException") return `com.amazon.coral.validate#${code}`;
  return `${(shape && (coralNamespace ?? errorNamespace)) ?? shape?.namespace ?? "com.amazon.coral.service"}#${code}`;
}

/** The older framework writes the messages of its own exceptions with a capital. */
function messageName({ coralNamespace, code }: ErrorView): "message" | "Message" {
  return coralNamespace !== undefined && capitalised.has(code) ? "Message" : "message";
}

const capitalised: ReadonlySet<string> = new Set(["SerializationException", "AccessDeniedException"]);
