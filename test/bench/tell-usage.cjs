// Required before the program that is measured: it tells what it used, when asked and at its end.
const tell = () => {
  const { user, system } = process.cpuUsage();
  const most = process.resourceUsage().maxRSS * 1024;
  process.send({ cpu: user + system, resident: process.memoryUsage.rss() / 1e6, most: most / 1e6 });
};
process.on('message', tell);
process.on('exit', tell);
process.channel.unref();
