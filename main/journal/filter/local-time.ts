/** From a time on clocks here are ahead of UTC by an offset; both in milliseconds. */
export interface LocalOffset {
  since: number;
  offset: number;
}

const firstYear = 2015;
const yearsAhead = 2;

/** All offsets from 2015 to two years from now, the oldest first. What lies before has the first. */
export function localOffsets(): LocalOffset[] {
  const offsets = [{ since: Date.UTC(firstYear), offset: offsetAt(Date.UTC(firstYear)) }];
  const months = (new Date().getUTCFullYear() + yearsAhead - firstYear) * 12;
  for (let month = 0; month < months; month++) {
    const [start, end] = [Date.UTC(firstYear, month), Date.UTC(firstYear, month + 1)];
    if (offsetAt(start) !== offsetAt(end)) offsets.push({ since: changeBetween(start, end), offset: offsetAt(end) });
  }
  return offsets;
}

/** To the minute, as they are set. */
function changeBetween(start: number, end: number): number {
  let [before, after] = [start / 60_000, end / 60_000];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle * 60_000) === offsetAt(start)) before = middle;
    else after = middle;
  }
  return after * 60_000;
}

function offsetAt(time: number): number {
  return -new Date(time).getTimezoneOffset() * 60_000;
}
