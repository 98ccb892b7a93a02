import { invalidMessageAttribute, mustNotBeNull } from "../errors.ts";
import { limits } from "../limits.ts";
import type { MessageAttribute } from "./message.ts";

export interface WireAttribute {
  readonly DataType: string | undefined;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
}

export type WireAttributes = Readonly<Record<string, WireAttribute>>;

/** Throws ParameterValueInvalid, ValidationError. Source: "Amazon SNS message attributes". */
export function checkAttributes(attributes: WireAttributes, at: string): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    checkName(name);
    checkAttribute(name, attribute, at);
  }
}

function checkName(name: string): void {
  if (Buffer.byteLength(name) > limits.attributeNameLength)
    throw invalidMessageAttribute("Length of message attribute name must be less than 256 bytes.");
  if (name.startsWith("."))
    throw invalidMessageAttribute("Invalid message attribute name starting with character '.' was found.");
  if (name.endsWith("."))
    throw invalidMessageAttribute("Invalid message attribute name ending with character '.' was found.");
  const [strange] = /[^\w.-]|\.(?=\.)/u.exec(name) ?? [];
  if (strange === ".") throw invalidMessageAttribute("Message attribute name can not have successive '.' character.");
  if (strange === undefined) return;
  const code = strange.codePointAt(0)?.toString(16).toUpperCase();
  throw invalidMessageAttribute(
    `Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
  );
}

function checkAttribute(name: string, { DataType: type, StringValue, BinaryValue }: WireAttribute, at: string): void {
  if (type === undefined) throw mustNotBeNull(`${at}messageAttributes.${name}.member.dataType`);
  const [, base] = /^(String|Number|Binary)(?:\..+)?$/s.exec(type) ?? [];
  if (base === undefined || type.length > limits.attributeNameLength)
    throw invalidMessageAttribute(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  const field = base === "Binary" ? "Binary" : "String";
  const [value, other] = field === "Binary" ? [BinaryValue, StringValue] : [StringValue, BinaryValue];
  if (value === undefined && other !== undefined)
    throw invalidMessageAttribute(`The message attribute '${name}' with type '${type}' must use field '${field}'.`);
  if (!value || value.length === 0)
    throw invalidMessageAttribute(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${type}'.`,
    );
  if (base === "Number" && !isNumber(StringValue ?? ""))
    throw invalidMessageAttribute(`Could not cast message attribute '${name}' value to number.`);
}

function isNumber(text: string): boolean {
  return text.length <= 256 && /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text);
}

export function bytesOfAttributes(attributes: WireAttributes): number {
  let bytes = 0;
  for (const name in attributes) {
    const { DataType = "", StringValue = "", BinaryValue } = attributes[name] as WireAttribute;
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType) + Buffer.byteLength(StringValue);
    bytes += BinaryValue?.length ?? 0;
  }
  return bytes;
}

/** Attributes that have been checked, as they are kept; undefined where there are none. */
export function toAttributes(
  attributes: WireAttributes | undefined,
): Readonly<Record<string, MessageAttribute>> | undefined {
  if (attributes === undefined) return undefined;
  const kept: Record<string, MessageAttribute> = {};
  let any = false;
  for (const name in attributes) {
    const { DataType: type = "", StringValue: string, BinaryValue: binary } = attributes[name] as WireAttribute;
    kept[name] =
      binary && type.startsWith("Binary")
        ? { type, binary: Buffer.from(binary).toString("base64") }
        : { type, string: string ?? "" };
    any = true;
  }
  return any ? kept : undefined;
}
