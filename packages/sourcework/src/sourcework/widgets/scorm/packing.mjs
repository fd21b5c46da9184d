// @ts-check
/**
 * DEFLATE of RFC 1951, at once and without asking the browser: what a page keeps elsewhere has to be packed before the page is
 * closed, and unpacked before anything of it is shown. Only blocks with codes of their own are written and read.
 */
const [FARTHEST_BACK, SHORTEST_MATCH, LONGEST_MATCH] = [32768, 3, 258]; // bytes that a match looks back, and that it has
const LOOKS = 64; // earlier places that are looked at for a match
const END_OF_BLOCK = 256;
const [LONGEST_CODE, LONGEST_OF_LENGTHS] = [15, 7]; // bits
const LENGTHS_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const lengthSteps = stepsOf(29, SHORTEST_MATCH, (code) => Math.max(0, (code >> 2) - 1), LONGEST_MATCH);
const distanceSteps = stepsOf(30, 1, (code) => Math.max(0, (code >> 1) - 1));

/** @typedef {{base: number, extra: number}} Span numbers that share a code, from `base`, told apart by `extra` bits */

/** @param {number} count @param {number} first @param {(code: number) => number} extraOf @param {number} [last] that has a code to itself @returns {Span[]} */
function stepsOf(count, first, extraOf, last) {
  const steps = [];
  for (let [code, base] = [0, first]; code < count; code += 1) {
    steps.push({ base, extra: extraOf(code) });
    base += 1 << extraOf(code);
  }
  if (last) steps[count - 1] = { base: last, extra: 0 };
  return steps;
}

/** @param {Span[]} steps @param {number} number */
const codeOf = (steps, number) => steps.findLastIndex(({ base }) => base <= number);

/**
 * Find what has stood before: each token is a byte, or a length and a distance.
 *
 * @param {Uint8Array} bytes
 * @param {number} start what is before it is known to whoever unpacks
 * @returns {[number, number][]} a byte with nought, or a length with its distance
 */
function tokensOf(bytes, start) {
  /** @type {Map<number, number[]>} */ const places = new Map();
  const keyAt = (/** @type {number} */ at) => (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
  const note = (/** @type {number} */ at) => {
    if (at + SHORTEST_MATCH > bytes.length) return;
    const there = places.get(keyAt(at));
    if (there) there.push(at);
    else places.set(keyAt(at), [at]);
  };
  /** @param {number} at @returns {[number, number]} */
  const longestAt = (at) => {
    const there = at + SHORTEST_MATCH > bytes.length ? [] : places.get(keyAt(at)) ?? [];
    let [length, distance] = [0, 0];
    for (let index = there.length - 1; index >= Math.max(0, there.length - LOOKS) && at - there[index] <= FARTHEST_BACK; index -= 1) {
      let same = 0;
      while (same < LONGEST_MATCH && at + same < bytes.length && bytes[there[index] + same] === bytes[at + same]) same += 1;
      if (same > length) [length, distance] = [same, at - there[index]];
    }
    return [length, distance];
  };
  /** @type {[number, number][]} */ const tokens = [];
  for (let at = 0; at < start; at += 1) note(at);
  for (let at = start; at < bytes.length;) {
    const [length, distance] = longestAt(at);
    note(at);
    const better = length >= SHORTEST_MATCH && longestAt(at + 1)[0] > length;
    if (length < SHORTEST_MATCH || better) {
      tokens.push([bytes[at], 0]);
      at += 1;
    } else {
      tokens.push([length, distance]);
      for (let next = at + 1; next < at + length; next += 1) note(next);
      at += length;
    }
  }
  return tokens;
}

/** @param {number[]} counts how often each symbol comes @param {number} longest @returns {number[]} how many bits its code has */
function codeLengths(counts, longest) {
  const lengths = counts.map(() => 0);
  const used = counts.flatMap((count, symbol) => (count ? [{ count, symbols: [symbol] }] : []));
  if (used.length === 1) lengths[used[0].symbols[0]] = 1;
  while (used.length > 1) {
    used.sort((a, b) => b.count - a.count);
    const [one, other] = used.splice(-2);
    used.push({ count: one.count + other.count, symbols: [...one.symbols, ...other.symbols] });
    for (const symbol of used[used.length - 1].symbols) lengths[symbol] += 1;
  }
  return Math.max(...lengths) > longest ? codeLengths(counts.map((count) => (count ? (count >> 1) + 1 : 0)), longest) : lengths;
}

/** @param {number[]} lengths @returns {number[]} the code of each symbol, its first bit the highest */
function codesOf(lengths) {
  let code = 0;
  const codes = lengths.map(() => 0);
  for (let length = 1; length <= LONGEST_CODE; length += 1) {
    code <<= 1;
    for (const [symbol, own] of lengths.entries()) if (own === length) codes[symbol] = code++;
  }
  return codes;
}

/** @param {number[]} lengths @returns {[number, number][]} the same in symbols of their own, each with how often it is repeated beyond the least */
function runsOf(lengths) {
  /** @type {[number, number][]} */ const runs = [];
  for (let at = 0; at < lengths.length;) {
    let same = 1;
    while (same < 138 && lengths[at + same] === lengths[at]) same += 1;
    if (lengths[at] === 0 && same >= 11) runs.push([18, same - 11]);
    else if (lengths[at] === 0 && same >= 3) runs.push([17, same - 3]);
    else if (same >= 4) {
      same = Math.min(same, 7);
      runs.push([lengths[at], 0], [16, same - 4]);
    } else {
      same = 1;
      runs.push([lengths[at], 0]);
    }
    at += same;
  }
  return runs;
}

const RUN_BITS = new Map([[16, 2], [17, 3], [18, 7]]);

/**
 * @param {Uint8Array} bytes
 * @param {Uint8Array} [known] what whoever unpacks has already
 * @returns {Uint8Array}
 */
export function deflated(bytes, known = new Uint8Array()) {
  const tokens = tokensOf(Uint8Array.from([...known, ...bytes]), known.length);
  const [literals, distances] = [Array(286).fill(0), Array(30).fill(0)];
  literals[END_OF_BLOCK] = 1;
  for (const [value, distance] of tokens) {
    literals[distance ? END_OF_BLOCK + 1 + codeOf(lengthSteps, value) : value] += 1;
    if (distance) distances[codeOf(distanceSteps, distance)] += 1;
  }
  if (!distances.some(Boolean)) distances[0] = 1;
  const own = [codeLengths(literals, LONGEST_CODE), codeLengths(distances, LONGEST_CODE)].map((lengths, index) => lengths.slice(0, Math.max(lengths.findLastIndex(Boolean) + 1, index ? 1 : END_OF_BLOCK + 1)));
  const codes = own.map(codesOf);
  const runs = runsOf(own.flat());
  const runCounts = Array(19).fill(0);
  for (const [symbol] of runs) runCounts[symbol] += 1;
  const runLengths = codeLengths(runCounts, LONGEST_OF_LENGTHS);
  const runCodes = codesOf(runLengths);
  const told = LENGTHS_ORDER.findLastIndex((symbol) => runLengths[symbol]) + 1;

  /** @type {number[]} */ const out = [];
  let [held, count] = [0, 0];
  const put = (/** @type {number} */ value, /** @type {number} */ bits) => {
    for (let bit = 0; bit < bits; bit += 1) {
      held |= ((value >> bit) & 1) << count;
      count += 1;
      if (count === 8) {
        out.push(held);
        [held, count] = [0, 0];
      }
    }
  };
  const putCode = (/** @type {number} */ code, /** @type {number} */ bits) => {
    for (let bit = bits - 1; bit >= 0; bit -= 1) put(code >> bit, 1);
  };
  put(1, 1); // the last block
  put(2, 2); // with codes of its own
  put(own[0].length - 257, 5);
  put(own[1].length - 1, 5);
  put(told - 4, 4);
  for (const symbol of LENGTHS_ORDER.slice(0, told)) put(runLengths[symbol], 3);
  for (const [symbol, more] of runs) {
    putCode(runCodes[symbol], runLengths[symbol]);
    put(more, RUN_BITS.get(symbol) ?? 0);
  }
  const putSymbol = (/** @type {number} */ which, /** @type {number} */ symbol) => putCode(codes[which][symbol], own[which][symbol]);
  for (const [value, distance] of tokens) {
    if (!distance) {
      putSymbol(0, value);
      continue;
    }
    const [length, far] = [codeOf(lengthSteps, value), codeOf(distanceSteps, distance)];
    putSymbol(0, END_OF_BLOCK + 1 + length);
    put(value - lengthSteps[length].base, lengthSteps[length].extra);
    putSymbol(1, far);
    put(distance - distanceSteps[far].base, distanceSteps[far].extra);
  }
  putSymbol(0, END_OF_BLOCK);
  if (count) out.push(held);
  return Uint8Array.from(out);
}

/**
 * @param {Uint8Array} packed
 * @param {Uint8Array} [known]
 * @returns {Uint8Array}
 * @throws {RangeError} if it is cut off, or was packed in another way
 */
export function inflated(packed, known = new Uint8Array()) {
  let at = 0;
  const take = (/** @type {number} */ bits) => {
    let value = 0;
    for (let bit = 0; bit < bits; bit += 1, at += 1) {
      if (at >> 3 >= packed.length) throw new RangeError("it is cut off");
      value |= ((packed[at >> 3] >> (at & 7)) & 1) << bit;
    }
    return value;
  };
  /** @param {number[]} lengths @returns {() => number} reads a symbol */
  const reader = (lengths) => {
    const symbols = new Map(codesOf(lengths).flatMap((code, symbol) => (lengths[symbol] ? [/** @type {const} */ ([(1 << lengths[symbol]) | code, symbol])] : [])));
    return () => {
      for (let code = 1; code < 1 << (LONGEST_CODE + 1);) {
        code = (code << 1) | take(1);
        const symbol = symbols.get(code);
        if (symbol !== undefined) return symbol;
      }
      throw new RangeError("it is damaged");
    };
  };
  if (take(1) !== 1 || take(2) !== 2) throw new RangeError("it was packed in another way");
  const [literalCount, distanceCount, told] = [take(5) + 257, take(5) + 1, take(4) + 4];
  const runLengths = Array(19).fill(0);
  for (const symbol of LENGTHS_ORDER.slice(0, told)) runLengths[symbol] = take(3);
  const readRun = reader(runLengths);
  /** @type {number[]} */ const lengths = [];
  while (lengths.length < literalCount + distanceCount) {
    const symbol = readRun();
    const more = take(RUN_BITS.get(symbol) ?? 0);
    if (symbol < 16) lengths.push(symbol);
    else lengths.push(...Array(more + (symbol === 18 ? 11 : 3)).fill(symbol === 16 ? lengths[lengths.length - 1] : 0));
  }
  const [readLiteral, readDistance] = [reader(lengths.slice(0, literalCount)), reader(lengths.slice(literalCount))];
  const out = [...known];
  for (let symbol = readLiteral(); symbol !== END_OF_BLOCK; symbol = readLiteral()) {
    if (symbol < END_OF_BLOCK) {
      out.push(symbol);
      continue;
    }
    const step = lengthSteps[symbol - END_OF_BLOCK - 1];
    const length = step.base + take(step.extra);
    const far = distanceSteps[readDistance()];
    const distance = far.base + take(far.extra);
    if (distance > out.length) throw new RangeError("it is damaged");
    for (let index = 0; index < length; index += 1) out.push(out[out.length - distance]);
  }
  return Uint8Array.from(out.slice(known.length));
}

/** @param {string} text @param {string} [known] @returns {string} the text packed, in letters that any platform stores */
export function packedText(text, known = "") {
  const bytes = deflated(new TextEncoder().encode(text), new TextEncoder().encode(known));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** @param {string} packed @param {string} [known] @returns {string} @throws {Error} if it was not packed so */
export function unpackedText(packed, known = "") {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  return new TextDecoder("utf-8", { fatal: true }).decode(inflated(bytes, new TextEncoder().encode(known)));
}
