import type { Random } from "./random.ts";

/** An event of a topic, as a producer makes it: the time is in UTC, without an offset. */
export type ShopEvent = Readonly<Record<string, unknown>> & { readonly timestamp: string };

const firstNames = ["Ada", "Björn", "Chiara", "Deepa", "Émile", "Fatima", "Goran", "Hana", "Iker", "Jun"] as const;
const lastNames = ["Okafor", "Lindqvist", "Moreau", "Tanaka", "Novák", "Silva", "O'Brien", "Yılmaz"] as const;
const countries = ["US", "US", "US", "DE", "GB", "FR", "SE", "BR", "JP"] as const;
const devices = ["desktop", "mobile", "tablet"] as const;
const products = ["day-pack-22", "merino-base-layer", "rain-jacket", "trail-shoe", "tent-2p", "headlamp"] as const;
const currencies: Readonly<Record<string, string>> = { US: "USD", GB: "GBP", SE: "SEK", BR: "BRL", JP: "JPY" };
const methods = ["card", "card", "paypal", "invoice"] as const;
const categories = ["outdoor", "clothing", "footwear"] as const;
const outcomes = ["completed", "completed", "completed", "failed", "refunded"] as const;
const hosts = ["web-1", "web-2", "api-1", "broker-1", "broker-2"] as const;
const metrics = [
  ["cpu_usage", "percent"],
  ["memory_used", "bytes"],
  ["requests", "count"],
] as const;

/** What happens in a shop: visits, payments, and what its machines measure. Always the same for one source of numbers. */
export class Shop {
  readonly #random: Random;
  readonly #customers: number;

  constructor(random: Random, customers: number) {
    this.#random = random;
    this.#customers = customers;
  }

  /** One visit: pages, perhaps a cart, and now and then a login or a form, which alone say who it is. */
  visit(dayStart: number): ShopEvent[] {
    const random = this.#random;
    const customer = this.#customer();
    const visit = {
      session_id: `ses_${random.hex(12)}`,
      device_type: random.pick(devices),
      country_code: customer.country,
    };
    const length = 1 + random.below(7);
    const start = dayStart + random.below(86_400_000 - length * 60_000);
    return Array.from({ length }, (_, step) => {
      const product = random.pick(products);
      const [type, data] = this.#step(step, product, customer);
      return {
        event_id: random.uuid(),
        user_id: customer.id,
        event_type: type,
        event_data: { ...visit, page_url: `https://shop.example.com/products/${product}`, ...data },
        timestamp: iso(start + step * 60_000 + random.below(50_000)),
        schema_version: "1.0",
      };
    });
  }

  /** A payment, and what became of it some minutes later. */
  payment(dayStart: number): ShopEvent[] {
    const random = this.#random;
    const customer = this.#customer();
    const start = dayStart + random.below(86_400_000 - 3_600_000);
    const payment = {
      transaction_id: `txn_${random.hex(16)}`,
      user_id: customer.id,
      amount: (100 + random.below(40_000)) / 100,
      currency: currencies[customer.country] ?? "EUR",
      payment_method: random.pick(methods),
      merchant_category: random.pick(categories),
    };
    const later = start + 1000 + random.below(3_500_000);
    return [
      { ...payment, status: "pending", timestamp: iso(start), schema_version: "1.0" },
      { ...payment, status: random.pick(outcomes), timestamp: iso(later), schema_version: "1.0" },
    ];
  }

  measurement(dayStart: number): ShopEvent[] {
    const random = this.#random;
    const [name, unit] = random.pick(metrics);
    return [
      {
        metric_name: name,
        value: random.below(1_000_000) / 100,
        unit,
        host: random.pick(hosts),
        tags: { zone: `zone-${1 + random.below(3)}` },
        timestamp: iso(dayStart + random.below(86_400_000)),
        schema_version: "1.0",
      },
    ];
  }

  #step(step: number, product: string, customer: Customer): readonly [string, Record<string, unknown>] {
    const random = this.#random;
    const known = { email: customer.email, full_name: customer.fullName };
    if (step === 0)
      return random.chance(0.3) ? ["login", known] : ["page_view", { referrer: "https://news.example.org/outdoor" }];
    if (random.chance(0.05)) return ["form_submit", { ...known, form: "newsletter" }];
    if (random.chance(0.15)) return ["cart_add", { sku: product, quantity: 1 + random.below(3) }];
    return ["page_view", {}];
  }

  #customer(): Customer {
    const number = this.#random.below(this.#customers);
    // From the number alone, so that a customer is the same on every visit.
    const first = firstNames[number % firstNames.length] ?? "Ada";
    const last = lastNames[number % lastNames.length] ?? "Okafor";
    return {
      id: `usr_${String(number).padStart(6, "0")}`,
      email: `customer.${number}@example.com`,
      fullName: `${first} ${last}`,
      country: countries[number % countries.length] ?? "US",
    };
  }
}

interface Customer {
  readonly id: string;
  readonly email: string;
  readonly fullName: string;
  readonly country: string;
}

function iso(time: number): string {
  return new Date(time).toISOString().slice(0, -1);
}
