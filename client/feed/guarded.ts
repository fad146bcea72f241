/** What a stranger's hub sends must not throw into the page that shows it. */
export function guarded<Sent extends readonly unknown[]>(hear: (...sent: Sent) => void) {
  return (...sent: Sent): void => {
    try {
      hear(...sent);
    } catch {
      // Nothing is known of it, so nothing changes.
    }
  };
}
