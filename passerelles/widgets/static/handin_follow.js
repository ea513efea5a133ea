// Following a correction, gently: less and less often, and not for ever.
const WORKING = ["received", "grading"];
const PAUSES = [2000, 3000, 4000, 6000, 8000, 10000, 15000, 20000];
const MOST_POLLS = 40;

/**
 * `ask()` resolves with the hand-in as it now stands, `slow()` says that it takes longer than it should.
 * Returns {follow(row), again(row), stop}; `again` follows a hand-in that was just made.
 */
export function makeFollower(ask, slow) {
  let polls = 0;
  let timer = null;

  function follow(row) {
    clearTimeout(timer);
    if (!WORKING.includes(row?.status)) polls = 0;
    else if (polls >= MOST_POLLS) slow();
    else timer = setTimeout(look, PAUSES[Math.min(polls, PAUSES.length - 1)], row);
  }

  async function look(row) {
    polls += 1;
    follow(document.hidden ? row : await ask());
  }

  return {
    follow,
    again(row) {
      polls = 0;
      follow(row);
    },
    stop: () => clearTimeout(timer),
  };
}
