/** A column as wide as its usual content asks for, and the least at which it is still of use. */
export interface FittedColumn {
  readonly id: string;
  readonly header: string;
  readonly width?: number;
  readonly minWidth?: number;
}

const usualPixels = 150;
const leastPixels = 84;
/** A letter of the header, and what stands beside it: space, the arrow of the sorting, the handle. */
const letterPixels = 9;
const aroundHeaderPixels = 48;

/** Of its width the first column, by which rows are told apart, keeps so much. */
const firstKeeps = 0.9;

/**
 * How wide each column is, so that none is cut off at the right edge: all give way, in proportion to what they can spare. Where even the least
 * widths have no room, as on a telephone, they keep their own, and the table is pushed sideways.
 */
export function fitColumns(columns: readonly FittedColumn[], roomPixels: number): Map<string, number> {
  const wanted = columns.map(({ width = usualPixels }) => width);
  const least = columns.map(({ header, minWidth }, at) => {
    const ofHeader = Math.max(leastPixels, header.length * letterPixels + aroundHeaderPixels);
    return Math.min(wanted[at]!, minWidth ?? (at === 0 ? Math.max(ofHeader, wanted[at]! * firstKeeps) : ofHeader));
  });
  const tooMuch = sum(wanted) - roomPixels;
  const spare = sum(wanted) - sum(least);
  const share = tooMuch <= 0 || tooMuch > spare ? 0 : tooMuch / spare;
  return new Map(
    columns.map(({ id }, at) => [id, Math.floor(wanted[at]! - share * (wanted[at]! - least[at]!))] as const),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
