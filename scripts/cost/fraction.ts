/** An exact number. Money in floating point is off by a cent where nobody looks for it. */
export interface Fraction {
  readonly numerator: bigint;
  /** Above zero. */
  readonly denominator: bigint;
}

/** Hours of a month, as AWS and its price pages count them: 8,760 hours a year, by twelve. */
export const hoursPerMonth = exact(730);

/** Days of such a month: 730 hours, by 24. */
export const daysPerMonth = fraction(730n, 24n);

/** Of a decimal that is not negative: `0.045`, `3`. */
export function exact(decimal: number | string): Fraction {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(String(decimal));
  if (match === null) throw new RangeError(`${decimal} is no plain decimal`);
  const [, whole = "", decimals = ""] = match;
  return fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

export function product(...factors: readonly Fraction[]): Fraction {
  return factors.reduce((a, b) => fraction(a.numerator * b.numerator, a.denominator * b.denominator), exact(1));
}

export function sum(terms: readonly Fraction[]): Fraction {
  return terms.reduce(
    (a, b) => fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator),
    exact(0),
  );
}

export function quotient(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function exceeds(a: Fraction, b: Fraction): boolean {
  return a.numerator * b.denominator > b.numerator * a.denominator;
}

/** To that many decimals, halves up, in units of the last of them: dollars to two are cents. */
export function rounded({ numerator, denominator }: Fraction, decimals: number): bigint {
  return (2n * numerator * 10n ** BigInt(decimals) + denominator) / (2n * denominator);
}

/** "3", "2,281.3": one decimal at most. */
export function shownNumber(value: Fraction): string {
  return (Number(rounded(value, 1)) / 10).toLocaleString("en", { maximumFractionDigits: 1 });
}

function fraction(numerator: bigint, denominator: bigint): Fraction {
  const divisor = greatestDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}
