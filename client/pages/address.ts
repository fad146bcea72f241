/** The page's address: its state lives there, so that a link can carry it and nothing is stored. */

export function queryOfAddress(): URLSearchParams {
  return new URLSearchParams(location.search);
}

/** Without a step in the browser's history. */
export function changeAddress(change: (query: URLSearchParams) => void): void {
  const address = new URL(location.href);
  change(address.searchParams);
  history.replaceState(null, '', address);
}
