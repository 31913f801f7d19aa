/** Rows in one statement: well below the number of parameters that either database takes. */
const rowsAtOnce = 500;

/** These rows in parts that one statement takes. */
export function chunks<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, index) =>
    rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce),
  );
}
