const units = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
] as const;

/** The time since an instant, in its two largest units. */
export function age(since: string, now: Date): string {
  let seconds = Math.max(0, Math.round((now.getTime() - Date.parse(since)) / 1000));
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    return count > 0 ? [`${count} ${unit}`] : [];
  });
  return parts.slice(0, 2).join(" ") || "0 s";
}
