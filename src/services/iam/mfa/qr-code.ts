/**
 * A QR code of bytes, error correction level L, of version 1 to 17 (at most 644 bytes): what an authenticator app's camera
 * needs for one link. Rows of modules, true is dark. Source: ISO/IEC 18004.
 */
export function toQrCode(text: string): boolean[][] {
  const data = Buffer.from(text);
  const version = versions.findIndex(([total, perBlock, blocks]) => {
    const headerBits = 4 + (versions.findIndex(([each]) => each === total) < 9 ? 8 : 16);
    return (total - perBlock * blocks) * 8 >= headerBits + data.length * 8;
  });
  if (version < 0) throw new RangeError("The text is too long for a QR code.");
  const codewords = interleave(toDataCodewords(data, version + 1), version + 1);
  const drawing = drawFunctionPatterns(version + 1);
  drawCodewords(drawing, codewords);
  let best: boolean[][] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < 8; mask++) {
    const masked = applyMask(drawing, mask);
    const points = penalty(masked);
    if (points < least) [best, least] = [masked, points];
  }
  return best ?? [];
}

/** For each version at level L: codewords in all, correction codewords a block, blocks. */
const versions: readonly (readonly [number, number, number])[] = [
  [26, 7, 1],
  [44, 10, 1],
  [70, 15, 1],
  [100, 20, 1],
  [134, 26, 1],
  [172, 18, 2],
  [196, 20, 2],
  [242, 24, 2],
  [292, 30, 2],
  [346, 18, 4],
  [404, 20, 4],
  [466, 24, 4],
  [532, 26, 4],
  [581, 30, 4],
  [655, 22, 6],
  [733, 24, 6],
  [815, 28, 6],
];

interface Drawing {
  readonly modules: boolean[][];
  /** Those that are not data. */
  readonly fixed: boolean[][];
}

function toDataCodewords(data: Buffer, version: number): number[] {
  const [total, perBlock, blocks] = versions[version - 1] ?? [0, 0, 0];
  const capacity = total - perBlock * blocks;
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit--) bits.push((value >> bit) & 1);
  };
  push(4, 4);
  push(data.length, version < 10 ? 8 : 16);
  for (const byte of data) push(byte, 8);
  push(0, Math.min(4, capacity * 8 - bits.length));
  while (bits.length % 8 > 0) bits.push(0);
  const words: number[] = [];
  for (let at = 0; at < bits.length; at += 8) words.push(Number.parseInt(bits.slice(at, at + 8).join(""), 2));
  for (let pad = 0xec; words.length < capacity; pad ^= 0xec ^ 0x11) words.push(pad);
  return words;
}

/** Cuts the data into blocks, adds each block's correction, and takes from the blocks in turn. */
function interleave(data: readonly number[], version: number): number[] {
  const [total, perBlock, count] = versions[version - 1] ?? [0, 0, 0];
  const shortLength = Math.floor(total / count) - perBlock;
  const shortCount = count - (total % count);
  const generator = toGenerator(perBlock);
  const blocks: { readonly words: readonly number[]; readonly correction: readonly number[] }[] = [];
  for (let index = 0, at = 0; index < count; index++) {
    const length = shortLength + (index < shortCount ? 0 : 1);
    const words = data.slice(at, at + length);
    at += length;
    blocks.push({ words, correction: remainder(words, generator) });
  }
  const result: number[] = [];
  for (let index = 0; index <= shortLength; index++)
    for (const { words } of blocks) if (index < words.length) result.push(words[index] ?? 0);
  for (let index = 0; index < perBlock; index++)
    for (const { correction } of blocks) result.push(correction[index] ?? 0);
  return result;
}

/** Multiplication in the field of 256 elements that the code uses (polynomial 0x11d). */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

function toGenerator(degree: number): number[] {
  const coefficients = [...new Array(degree - 1).fill(0), 1];
  for (let index = 0, root = 1; index < degree; index++, root = multiply(root, 2)) {
    for (let at = 0; at < degree; at++)
      coefficients[at] = multiply(coefficients[at], root) ^ (at + 1 < degree ? coefficients[at + 1] : 0);
  }
  return coefficients;
}

function remainder(words: readonly number[], generator: readonly number[]): number[] {
  const result = new Array<number>(generator.length).fill(0);
  for (const word of words) {
    const factor = word ^ (result.shift() ?? 0);
    result.push(0);
    for (const [at, coefficient] of generator.entries()) result[at] = (result[at] ?? 0) ^ multiply(coefficient, factor);
  }
  return result;
}

function drawFunctionPatterns(version: number): Drawing {
  const size = 17 + 4 * version;
  const modules = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const fixed = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const set = (x: number, y: number, isDark: boolean) => {
    const row = modules[y];
    const fixedRow = fixed[y];
    if (!row || !fixedRow || x < 0 || x >= size) return;
    row[x] = isDark;
    fixedRow[x] = true;
  };
  for (let at = 0; at < size; at++) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    for (let dy = -4; dy <= 4; dy++)
      for (let dx = -4; dx <= 4; dx++) {
        const distance = Math.max(Math.abs(dx), Math.abs(dy));
        set(x + dx, y + dy, distance !== 2 && distance !== 4);
      }
  }
  const positions = alignmentPositions(version);
  const last = positions.length - 1;
  for (const [i, x] of positions.entries())
    for (const [j, y] of positions.entries()) {
      const isFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (isFinder) continue;
      for (let dy = -2; dy <= 2; dy++)
        for (let dx = -2; dx <= 2; dx++) set(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
  drawFormat(set, size, 0);
  drawVersion(set, size, version);
  return { modules, fixed };
}

function alignmentPositions(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const size = 17 + 4 * version;
  const step = Math.ceil((size - 13) / (2 * count - 2)) * 2;
  const positions = [6];
  for (let index = 0; index < count - 1; index++) positions.splice(1, 0, size - 7 - index * step);
  return positions;
}

type SetModule = (x: number, y: number, isDark: boolean) => void;

/** Level L is 01; the ten bits of its correction and the fixed mask are the standard's. */
function drawFormat(set: SetModule, size: number, mask: number): void {
  const data = (1 << 3) | mask;
  let rest = data;
  for (let index = 0; index < 10; index++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((data << 10) | rest) ^ 0x5412;
  const bit = (index: number) => ((bits >> index) & 1) === 1;
  for (let index = 0; index <= 5; index++) set(8, index, bit(index));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let index = 9; index < 15; index++) set(14 - index, 8, bit(index));
  for (let index = 0; index < 8; index++) set(size - 1 - index, 8, bit(index));
  for (let index = 8; index < 15; index++) set(8, size - 15 + index, bit(index));
  set(8, size - 8, true);
}

function drawVersion(set: SetModule, size: number, version: number): void {
  if (version < 7) return;
  let rest = version;
  for (let index = 0; index < 12; index++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let index = 0; index < 18; index++) {
    const isDark = ((bits >> index) & 1) === 1;
    const far = size - 11 + (index % 3);
    const near = Math.floor(index / 3);
    set(far, near, isDark);
    set(near, far, isDark);
  }
}

/** Data goes up and down in columns of two from the right, around what is fixed. */
function drawCodewords({ modules, fixed }: Drawing, codewords: readonly number[]): void {
  const size = modules.length;
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const isUpward = ((right + 1) & 2) === 0;
      const y = isUpward ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        const row = modules[y];
        if (!row || fixed[y]?.[x] || at >= codewords.length * 8) continue;
        row[x] = (((codewords[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1;
        at++;
      }
    }
  }
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function applyMask({ modules, fixed }: Drawing, mask: number): boolean[][] {
  const isInverted = masks[mask] ?? (() => false);
  const result = modules.map((row, y) => row.map((isDark, x) => isDark !== (!fixed[y]?.[x] && isInverted(x, y))));
  drawFormat(
    (x, y, isDark) => {
      const row = result[y];
      if (row) row[x] = isDark;
    },
    modules.length,
    mask,
  );
  return result;
}

/** How hard a code is to read: long runs, blocks of one colour, and an unequal share of dark. Any mask can be read; this picks. */
function penalty(modules: readonly (readonly boolean[])[]): number {
  const size = modules.length;
  let points = 0;
  let dark = 0;
  for (let y = 0; y < size; y++) {
    for (const at of [(i: number) => modules[y]?.[i], (i: number) => modules[i]?.[y]]) {
      let run = 1;
      for (let i = 1; i <= size; i++) {
        if (i < size && at(i) === at(i - 1)) run++;
        else {
          if (run >= 5) points += run - 2;
          run = 1;
        }
      }
    }
    for (let x = 0; x < size; x++) {
      const isDark = modules[y]?.[x];
      if (isDark) dark++;
      const right = modules[y]?.[x + 1];
      if (isDark === right && isDark === modules[y + 1]?.[x] && isDark === modules[y + 1]?.[x + 1]) points += 3;
    }
  }
  return points + Math.floor(Math.abs(dark * 20 - size * size * 10) / (size * size)) * 10;
}
