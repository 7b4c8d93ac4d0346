import { expect, test } from "@jest/globals";
import {
  daysPerMonth,
  exact,
  exceeds,
  hoursPerMonth,
  product,
  quotient,
  rounded,
  shownNumber,
  sum,
} from "../../../scripts/cost/fraction.ts";

test("what is no plain decimal is refused: a sign, an exponent, a word", () => {
  for (const text of ["-1", "1e-7", "", "1.", "ten", Number.NaN, 1e-7]) expect(() => exact(text)).toThrow(RangeError);
});

test("tenths add up as on paper", () => {
  const three = sum([exact("0.1"), exact("0.1"), exact("0.1")]);
  expect(three).toEqual(exact("0.3"));
  expect(rounded(product(three, exact(10)), 2)).toBe(300n);
});

test("halves of a cent are rounded up, and less is rounded down", () => {
  expect(rounded(exact("16.425"), 2)).toBe(1643n);
  expect(rounded(exact("16.4249"), 2)).toBe(1642n);
  // In floating point 1.005 × 100 is 100.49999999999999.
  expect(rounded(exact("1.005"), 2)).toBe(101n);
});

test("a month of 730 hours has 30.41… days", () => {
  expect(product(daysPerMonth, exact(24))).toEqual(hoursPerMonth);
  expect(rounded(daysPerMonth, 4)).toBe(304_167n);
});

test("quantities are shown with a decimal at most", () => {
  expect(["3", "1216.6666", "0.04", "0.05"].map((text) => shownNumber(exact(text)))).toEqual([
    "3",
    "1,216.7",
    "0",
    "0.1",
  ]);
});

test("fractions compare and divide", () => {
  expect(exceeds(quotient(exact(1), exact(3)), exact("0.333"))).toBe(true);
  expect(exceeds(exact("0.5"), quotient(exact(1), exact(2)))).toBe(false);
});
