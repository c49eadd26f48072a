// A page in the background may count minutes only; a worker goes on counting seconds, so that a ticket that stays open in
// another tab is not taken for one that was left.
setInterval(() => postMessage(0), 1_000);
