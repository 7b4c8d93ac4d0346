import { writeSilver } from "../transform/silver.ts";

/** A day of silver: logins of so many people, and a payment of each. */
export async function writeSilverDay(zone: string, date: string, people: number): Promise<void> {
  const users = Array.from({ length: people }, (_, index) => `u${index}`);
  const logins = users.map((user) => ({
    event_id: `${date}-${user}`,
    user_id: user,
    event_type: "login",
    event_data: { email: `${user}@example.com`, full_name: `User ${user}`, session_id: "s1", country_code: "SE" },
    timestamp: `${date}T08:00:00`,
    schema_version: "1.0",
  }));
  const payments = users.map((user) => ({
    transaction_id: `${date}-${user}`,
    user_id: user,
    amount: 12.5,
    currency: "SEK",
    payment_method: "card",
    merchant_category: "outdoor",
    status: "completed",
    timestamp: `${date}T09:00:00`,
    schema_version: "1.0",
  }));
  await writeSilver(zone, "user_events", date, logins);
  await writeSilver(zone, "transaction_events", date, payments);
}
