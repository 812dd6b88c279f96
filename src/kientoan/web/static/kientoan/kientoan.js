// Quickens what works without it: Alt with an arrow moves the day, "/" goes to the search box.
"use strict";
document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
    const link = document.getElementById(event.key === "ArrowLeft" ? "day-before" : "day-after");
    if (link) { event.preventDefault(); link.click(); }
  } else if (event.key === "/" && !field && !event.ctrlKey && !event.metaKey) {
    const search = document.getElementById("q");
    if (search) { event.preventDefault(); search.focus(); }
  }
});
const faults = document.getElementById("faults");
if (faults) { faults.focus(); }

// The hall's screen asks for itself again and again; when the connection is lost it keeps what it shows and says so.
const polled = document.querySelector("main[data-poll]");
if (polled) {
  const status = document.querySelector("[data-lost]");
  const again = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main[data-poll]");
      if (fresh && fresh.innerHTML !== polled.innerHTML) polled.innerHTML = fresh.innerHTML;
      status.className = "sr";
      status.textContent = "";
    } catch {
      status.className = "lost";
      status.textContent = status.dataset.lost;
    }
    setTimeout(again, Number(polled.dataset.poll) * 1000);
  };
  setTimeout(again, Number(polled.dataset.poll) * 1000);
}
