import { invalidParameter, invalidTransformation } from "../errors.ts";
import { parseDecimal } from "../filter-pattern/decimal.ts";
import { readJsonSelector } from "../filter-pattern/json-selector.ts";
import type { FilterPattern, Message } from "../filter-pattern/message.ts";
import { PatternReader } from "../filter-pattern/pattern-reader.ts";
import { limits } from "../limits.ts";
import type { MetricTransformation } from "./filter.ts";

/** What one event gives to a metric. */
export interface MetricReading {
  readonly value: number;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
}

/** Undefined for an event without the value, or without one of the dimensions. */
export type MetricReader = (message: Message) => MetricReading | undefined;

/** Throws InvalidParameterException for what the pattern cannot give. Source: "Configuring metric values for a metric filter". */
export function toMetricReader(transformation: MetricTransformation, pattern: FilterPattern): MetricReader {
  const { metricValue, dimensions = {}, defaultValue } = transformation;
  const named = Object.entries(dimensions);
  if (named.length > 0 && defaultValue !== undefined) {
    throw invalidTransformation("dimensions and default value are mutually exclusive properties");
  }
  if (named.length > 0 && pattern.kind === "terms") {
    throw invalidParameter("The specified filter pattern does not support dimensions");
  }
  if (named.length > limits.metricDimensions) {
    throw invalidTransformation(`no more than ${limits.metricDimensions} dimensions are allowed`);
  }
  const constant = isNumber(metricValue) ? Number(metricValue) : undefined;
  const readValue = constant === undefined ? toTextReader(metricValue, pattern) : undefined;
  const readers = named.map(([name, selector]) => [name, toTextReader(selector, pattern)] as const);
  return (message) => {
    if (!readValue && readers.length === 0) return { value: constant ?? 0, dimensions: [] };
    const content = pattern.kind === "json" ? message.document : pattern.extract(message);
    const text = readValue?.(content);
    const value = readValue ? (text !== undefined && isNumber(text) ? Number(text) : undefined) : constant;
    const values = readers.map(([name, read]) => [name, read(content)?.slice(0, 255)] as const);
    const isComplete = values.every((pair): pair is readonly [string, string] => Boolean(pair[1]?.trim()));
    return value === undefined || !isComplete ? undefined : { value, dimensions: values };
  };
}

type TextReader = (content: unknown) => string | undefined;

/** `$.a.selector` of a JSON pattern, `$field` of a space-delimited one. */
function toTextReader(text: string, pattern: FilterPattern): TextReader {
  if (pattern.kind === "json" && text.startsWith("$.")) {
    const reader = new PatternReader(text);
    const select = readJsonSelector(reader, { used: 0 });
    if (!reader.isAtEnd) reader.fail();
    return (content) => {
      const [value] = select(content);
      return value === undefined || value === null || typeof value === "object" ? undefined : String(value);
    };
  }
  const isField = pattern.names.includes(text.slice(1)) || /^\$[1-9]\d*$/.test(text);
  if (pattern.kind !== "fields" || !text.startsWith("$") || !isField) {
    throw invalidTransformation(`${text} is neither a number nor a field of the filter pattern`);
  }
  return (content) => (content as Readonly<Record<string, string>>)[text];
}

function isNumber(text: string): boolean {
  return Number.isFinite(parseDecimal(text.trim()));
}
