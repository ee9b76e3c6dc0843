// Required before the program that is measured: it tells what it used, when asked and at its end.
let turn = 0;
let before;
/** The longest time of the processor that passed between two looks, where a look is due every 5 ms. */
const look = () => {
  const now = process.threadCpuUsage();
  turn = Math.max(turn, now.user + now.system - before.user - before.system);
  before = now;
};
const tell = () => {
  const { user, system } = process.cpuUsage();
  const most = process.resourceUsage().maxRSS * 1024;
  const used = { cpu: user + system, resident: process.memoryUsage.rss() / 1e6, most: most / 1e6, turn: turn / 1000 };
  turn = 0;
  process.send(used);
};
process.on('message', (asked) => {
  if (asked === 'look') {
    before = process.threadCpuUsage();
    setInterval(look, 5).unref();
  }
  tell();
});
process.on('exit', tell);
// Who measures is gone, be it killed.
process.on('disconnect', () => process.exit());
process.channel.unref();
