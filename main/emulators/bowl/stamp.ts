/** Local date and time as the original client sends them: the day without leading zeros. */
export function stamp(now = new Date()): { date: string; time: string } {
  const two = (number: number) => String(number).padStart(2, '0');
  return {
    date: `${now.getDate()}/${now.getMonth() + 1}/${now.getFullYear()}`,
    time: `${two(now.getHours())}:${two(now.getMinutes())}`,
  };
}
