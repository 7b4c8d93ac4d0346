/** "1,240 USD"; cents where they are all there is. */
export function amount(dollars: number): string {
  const digits = Math.abs(dollars) < 10 && !Number.isInteger(dollars) ? 2 : 0;
  return `${dollars.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })} USD`;
}

/** "+70 USD", "−70 USD", "±0 USD". */
export function delta(before: number, after: number): string {
  const change = after - before;
  if (Math.abs(change) < 0.005) return "±0 USD";
  return `${change > 0 ? "+" : "−"}${amount(Math.abs(change))}`;
}
