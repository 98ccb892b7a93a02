import { type AttributeValue, type Item, typeOf } from "../values/attribute-value.ts";
import { valueSize } from "../values/item-size.ts";

/**
 * What an item counts towards the megabyte of a page. AWS counts what it stores and not what it charges for: names are short, values have lengths before them, and each
 * three KB repeat the range key. Source: recorded answers.
 */
export function pageWeight(item: Readonly<Item>, rangeKey: string | undefined): number {
  let rangeSize = 0;
  let size = 0;
  for (const name of Object.keys(item)) {
    if (name === rangeKey) rangeSize = valueSize(item[name]!);
    else size += storedSize(item[name]!) + 1;
  }
  return 2 + size + (1 + Math.floor((1 + size) / 3072)) * (18 + rangeSize);
}

function storedSize(value: AttributeValue): number {
  const type = typeOf(value);
  switch (type) {
    case "S": {
      const size = valueSize(value);
      return size + (size < 128 ? 1 : size < 16_384 ? 2 : 3);
    }
    case "B":
    case "N":
      return valueSize(value) + 1;
    case "SS":
    case "NS":
    case "BS":
      return valueSize(value) + value[type]!.length + 1;
    case "NULL":
      return 0;
    case "BOOL":
      return 1;
    case "L":
      return value.L!.reduce((sum, element) => sum + 1 + storedSize(element), 3);
    case "M": {
      const names = Object.keys(value.M!);
      return names.reduce((sum, name) => sum + storedSize(value.M![name]!) + 1, 3 + names.length);
    }
  }
}
