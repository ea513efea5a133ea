// What a phone keeps of a live session until the server has it: deeds under way, half-filled forms. Storage may be full
// or forbidden: then it lasts as long as the page.
const KEPT = "passerelles:salle:";
const LASTS = 3 * 24 * 3600 * 1000; // ms: nobody comes back to a training day after that

/** What is kept under `scope`, one value per slot; what other days left behind is swept away. */
export function openStore(scope) {
  const mine = `${KEPT}${scope}:`;
  const held = new Map();
  quietly(() => Object.keys(localStorage).filter((name) => name.startsWith(KEPT)).forEach(take));

  function take(name) {
    const { at, value } = parsed(localStorage.getItem(name));
    if (!(Date.now() - at < LASTS)) localStorage.removeItem(name);
    else if (name.startsWith(mine)) held.set(name.slice(mine.length), value);
  }

  return {
    get: (slot) => held.get(slot),
    /** The slots that begin so, in alphabetical order. */
    slots: (start) => [...held.keys()].filter((slot) => slot.startsWith(start)).sort(),
    /** Keep a value; says whether it outlives the page. */
    put(slot, value) {
      held.set(slot, value);
      return quietly(() => localStorage.setItem(mine + slot, JSON.stringify({ at: Date.now(), value })));
    },
    drop(slot) {
      held.delete(slot);
      quietly(() => localStorage.removeItem(mine + slot));
    },
  };
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function quietly(work) {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
