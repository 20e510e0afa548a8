// Comma-separated values (RFC 4180), and a file download.

/** @param {(string | number | boolean | null)[][]} rows */
export function csvOf(rows) {
  return rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

function cell(value) {
  const content = String(value ?? '');
  // Spreadsheets execute cells that begin like this as formulas.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(content) ? "'" + content : content;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * @param {string} name
 * @param {string} content
 */
export function download(name, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'text/csv' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
