// What was not acknowledged stays in this browser until it is. Storage may be full, forbidden or shared by two tabs.

/** A small map kept in localStorage under `scope`: slot -> {key, type, value}. */
export function openKept(scope) {
  const name = (slot) => `${scope}:${slot}`;
  return {
    put(slot, entry) {
      try {
        localStorage.setItem(name(slot), JSON.stringify(entry));
        return true;
      } catch {
        return false;
      }
    },
    get(slot) {
      try {
        const entry = JSON.parse(localStorage.getItem(name(slot)) ?? "null");
        return entry && typeof entry.key === "string" && typeof entry.type === "string" ? entry : null;
      } catch {
        return null;
      }
    },
    /** Forget an entry, unless another tab has put a newer one in the same slot. */
    drop(slot, key) {
      if (this.get(slot)?.key !== key) return;
      try {
        localStorage.removeItem(name(slot));
      } catch {
        // nothing to do: it will be sent again, and its key makes that harmless
      }
    },
  };
}
