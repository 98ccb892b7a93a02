import { DecodeError } from "./decode-error.ts";
import { limits } from "./limits.ts";

/** A form body as a tree: the key `A.B.1` is the value at A → B → 1. */
export interface FormNode {
  value?: string;
  children?: Map<string, FormNode>;
}

export function parseForm(pairs: Iterable<readonly [string, string]>): FormNode {
  const root: FormNode = {};
  let keys = 0;
  for (const [key, value] of pairs) {
    if (++keys > limits.formKeys) throw new DecodeError(`The request has more than ${limits.formKeys} parameters`);
    const parts = key.split(".", limits.formKeyParts + 1);
    if (parts.length > limits.formKeyParts) throw new DecodeError("A parameter's name is nested too deep");
    let node = root;
    for (const part of parts) node = childOf(node, part);
    node.value = value;
  }
  return root;
}

function childOf(node: FormNode, part: string): FormNode {
  node.children ??= new Map();
  const known = node.children.get(part);
  if (known) return known;
  const child: FormNode = {};
  node.children.set(part, child);
  return child;
}
