// Where the people of a drawn network stand: on a grid, so that no two touch, moved about until no link passes behind
// a third person, few links cross, and whoever is linked to nobody stays below, in the margin.

const THROUGH = 2000;
const CROSSED = 500;
const ABOVE = 300;
const UPWARDS = 30; // people are named from the top down: nothing else tells two mirror images apart
const MARGIN = 5; // how near a link may pass

const arranged = new Map(); // a story is drawn again at each move, its networks need not be thought out again

/**
 * `heights` of the boxes; `links`: pairs of indexes; `sheet`: {width, columns, gap, rise}.
 * Returns {boxes: [{x, y, width, height}], height}, always the same for the same network.
 */
export function arrange(heights, links, sheet) {
  const key = JSON.stringify([heights, links, sheet]);
  if (!arranged.has(key)) arranged.set(key, best(heights, links, sheet));
  return arranged.get(key);
}

function best(heights, links, sheet) {
  const width = (sheet.width - sheet.gap * (sheet.columns - 1)) / sheet.columns;
  const lay = (spots) => laid(spots, heights, width, sheet);
  const times = heights.map((_, n) => links.filter((link) => link.includes(n)).length);
  const priced = (spots, most) => price(lay(spots), links, times, most);
  const listed = heights.map((_, n) => n);
  const central = [...listed].sort((a, b) => times[b] - times[a] || a - b);
  const starts = [crowned(listed, sheet.columns), inOrder(listed, sheet.columns), inOrder(central, sheet.columns)];
  const found = starts.map((start) => settled(start, priced, grid(heights.length, sheet.columns)));
  return lay(found.sort((a, b) => a.cost - b.cost)[0].spots);
}

/** Every place of the grid; halves let one box stand between two. */
function grid(people, columns) {
  const rows = Math.ceil(people / columns) + 2;
  const halves = 2 * columns - 1;
  return Array.from({ length: rows * halves }, (_, n) => ({ row: Math.floor(n / halves), half: n % halves }));
}

function inOrder(order, columns) {
  const spots = [];
  order.forEach((person, n) => {
    spots[person] = { row: Math.floor(n / columns), half: 2 * (n % columns) };
  });
  return spots;
}

/** The first alone on top, in the middle, the others below. */
function crowned([first, ...others], columns) {
  const spots = inOrder(others, columns).map(({ row, half }) => ({ row: row + 1, half }));
  spots[first] = { row: 0, half: columns - 1 };
  return spots;
}

/** Move one person at a time, or exchange two, as long as that makes the drawing clearer. */
function settled(start, priced, places) {
  let spots = start;
  let cost = priced(spots, Infinity);
  for (let better = true; better; ) {
    better = false;
    for (let person = 0; person < spots.length; person += 1) {
      for (const place of places) {
        const tried = moved(spots, person, place);
        const now = tried ? priced(tried, cost) : Infinity;
        if (now >= cost - 0.5) continue;
        [spots, cost, better] = [tried, now, true];
      }
    }
  }
  return { spots, cost };
}

/** The spots once that person stands there, who stood there going the other way; null when somebody is in between. */
function moved(spots, person, place) {
  const next = [...spots];
  const there = spots.findIndex((spot) => spot.row === place.row && spot.half === place.half);
  if (there >= 0) next[there] = spots[person];
  next[person] = place;
  const free = (n) => next.every((spot, other) => other === n || spot.row !== next[n].row || Math.abs(spot.half - next[n].half) > 1);
  return free(person) && (there < 0 || free(there)) ? next : null;
}

/** Boxes on the sheet; a row is as high as its highest box, and a row without anybody takes no place. */
function laid(spots, heights, width, { gap, rise }) {
  const highs = [];
  spots.forEach(({ row }, n) => {
    highs[row] = Math.max(highs[row] ?? 0, heights[n]);
  });
  const tops = [];
  let height = 0;
  highs.forEach((high, row) => {
    tops[row] = height;
    height += high + rise;
  });
  const boxes = spots.map(({ row, half }, n) => ({ x: (half * (width + gap)) / 2, y: tops[row] + (highs[row] - heights[n]) / 2, width, height: heights[n] }));
  return { boxes, height: height - rise };
}

/** How unclear a drawing is; no need to know by how much once it is more than `most`. */
function price({ boxes, height }, links, times, most) {
  const middles = boxes.map(({ x, y, width, height: high }) => ({ x: x + width / 2, y: y + high / 2 }));
  let cost = height;
  for (const [a, b] of links) {
    cost += Math.hypot(middles[b].x - middles[a].x, middles[b].y - middles[a].y) + (middles[b].y < middles[a].y ? UPWARDS : 0);
  }
  boxes.forEach((box, n) => {
    if (times[n] === 0) cost += ABOVE * boxes.filter((other, m) => times[m] > 0 && other.y + other.height > box.y).length;
  });
  for (let n = 0; n < links.length && cost < most; n += 1) cost += tangled(links[n], links.slice(n + 1), boxes, middles);
  return cost;
}

/** What a link costs by passing behind somebody, or by crossing one of the others. */
function tangled([a, b], others, boxes, middles) {
  const behind = boxes.filter((box, n) => n !== a && n !== b && passes(middles[a], middles[b], box)).length;
  const met = others.filter(([c, d]) => ![c, d].includes(a) && ![c, d].includes(b) && crosses(middles[a], middles[b], middles[c], middles[d])).length;
  return THROUGH * behind + CROSSED * met;
}

/** Whether a segment passes through a box or too near it (Liang–Barsky). */
function passes(from, to, box) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const sides = [
    [-dx, from.x - box.x + MARGIN],
    [dx, box.x + box.width + MARGIN - from.x],
    [-dy, from.y - box.y + MARGIN],
    [dy, box.y + box.height + MARGIN - from.y],
  ];
  let [enters, leaves] = [0, 1];
  for (const [slope, room] of sides) {
    if (slope === 0 && room < 0) return false;
    if (slope < 0) enters = Math.max(enters, room / slope);
    if (slope > 0) leaves = Math.min(leaves, room / slope);
  }
  return enters < leaves;
}

function crosses(a, b, c, d) {
  const turn = (p, q, r) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b);
}
