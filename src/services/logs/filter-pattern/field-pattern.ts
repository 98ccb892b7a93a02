import type { TextTest } from "../../regex/regex-matcher.ts";
import { readBooleanExpression } from "./boolean-expression.ts";
import { readComparison } from "./comparison.ts";
import type { FilterPattern, Message, MessageTest } from "./message.ts";
import type { PatternReader } from "./pattern-reader.ts";

interface Field {
  readonly name: string | undefined;
  readonly holds: TextTest;
}

/** `[ip, user, ..., status = 4* && status != 404, bytes > 1000]`, read from behind its bracket. */
export function parseFieldPattern(reader: PatternReader): FilterPattern {
  const { first, last } = readFields(reader);
  reader.skipSpace();
  if (!reader.isAtEnd) reader.fail();
  const count = first.length + (last?.length ?? 0);

  /** The pattern's field for each of the message's; undefined where the ellipsis is. The message must have the right number. */
  const align = (values: readonly string[]): readonly (Field | undefined)[] | undefined => {
    if (last ? values.length < count : values.length !== count) return undefined;
    return [...first, ...new Array<undefined>(values.length - count).fill(undefined), ...(last ?? [])];
  };
  const matches: MessageTest = ({ fields: values }, run) => {
    const fields = align(values);
    return fields?.every((field, index) => !field || field.holds(values[index] ?? "", run)) ?? false;
  };
  const extract = ({ fields: values }: Message) => {
    const fields = align(values) ?? [];
    const extracted: [name: string, value: string][] = [];
    let unnamed = 0;
    for (const [index, field] of fields.entries()) {
      if (field?.name === undefined && ++unnamed > mostUnnamed) continue;
      extracted.push([`$${field?.name ?? index + 1}`, values[index] ?? ""]);
    }
    return Object.fromEntries(extracted);
  };
  const names = [...first, ...(last ?? [])].map(({ name }) => name).filter((name) => name !== undefined);
  return { kind: "fields", matches, extract, names, regexes: reader.regexes };
}

/** Fields given by their place: a message of a megabyte has half a million, and an object of so many names takes a second to make and to write. */
const mostUnnamed = 1_000;

/** `last` is what follows the ellipsis; undefined without one. */
function readFields(reader: PatternReader): { first: readonly Field[]; last: readonly Field[] | undefined } {
  const first: Field[] = [];
  let last: Field[] | undefined;
  do {
    reader.skipSpace();
    if (!reader.take("...")) (last ?? first).push(readField(reader));
    else if (last) reader.fail();
    else last = [];
    reader.skipSpace();
  } while (reader.take(","));
  reader.expect("]");
  return { first, last };
}

const bareValue = /(?:(?!&&|\|\|)[^\s(),[\]"%=<>!])+/y;
const anything: TextTest = () => true;

/** `name`, `name = 4*`, `name > 1 && name < 9`, or nothing for a field that only has to be there. */
function readField(reader: PatternReader): Field {
  const name = reader.match(fieldName);
  reader.skipSpace();
  if (reader.match(/(?=[,\]])/y) !== undefined) return { name, holds: anything };
  return name === undefined ? readGroup(reader) : readConditions(reader, name);
}

const fieldName = /[\p{L}\p{N}_-]+/uy;

/** The first name is read already; the conditions of a field can name no other one. */
function readConditions(reader: PatternReader, name: string): Field {
  let isFirst = true;
  const holds = readBooleanExpression<string>(reader, () => {
    if (!isFirst && reader.match(fieldName) !== name) reader.fail();
    isFirst = false;
    return readComparison(reader, bareValue);
  });
  return { name, holds };
}

/** A field that begins with a parenthesis. */
function readGroup(reader: PatternReader): Field {
  let name: string | undefined;
  const holds = readBooleanExpression<string>(reader, () => {
    const found = reader.match(fieldName);
    if (found === undefined || (name !== undefined && found !== name)) reader.fail();
    name = found;
    return readComparison(reader, bareValue);
  });
  return { name, holds };
}
