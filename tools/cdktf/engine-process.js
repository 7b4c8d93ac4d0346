// Loaded into the engine's process before its own program (node --import): manners that the engine lacks.
//
// Interrupted, the engine calls the stack at work "cancelled" and goes on with the next one, and exits 0. Here it does not
// hear the interrupt; Terraform does, which has the same process group, and ends with a failure, at which the engine stops.
const deaf = new Set(["SIGINT", "SIGTERM", "SIGQUIT", "SIGHUP"]);
for (const signal of deaf) process.on(signal, () => {});
for (const method of ["on", "once", "addListener"]) {
  const listen = process[method].bind(process);
  process[method] = (event, listener) => (deaf.has(event) ? process : listen(event, listener));
}

// Whoever started us is gone without a word: Terraform is to record what it has done and end.
process.on("disconnect", () => process.kill(-process.pid, "SIGINT"));
process.channel?.unref();

// A stack that fails beside others is a rejection that the engine looks at only when those have ended.
process.on("unhandledRejection", () => {
  process.exitCode = 1;
});

// After Terraform's own words about a failure come "undefined", a stack trace and a survey of the machine.
const say = console.error;
console.error = (...words) => {
  const [first] = words;
  if (first === "Collecting Debug Information...") process.exit(1);
  if (first !== undefined && !/\n\s+at /.test(String(first))) say(...words);
};

// What a child writes to standard error is shown, and then once more as an entry of a log; the engine's own begin "ERROR:".
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk, ...rest) =>
  /^\S*\[[-\dT:.]+\] \[ERROR\] default - (?!\S*ERROR:)/.test(String(chunk)) || write(chunk, ...rest);
