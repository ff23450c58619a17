// A page of several results shows one at a time. The program wrote each with names of its own ("r2-cells"); here the
// chosen one gets the plain names that all other scripts know, and the others leave the document. Another choice opens
// the page anew: nothing of one result can be left when the next is shown.

const numberIn = (hash) => Number(new URLSearchParams(hash.replace(/^#/, "")).get("result")) || 1;

function rename(home, prefix) {
  for (const [name, before] of [["id", ""], ["href", "#"], ["aria-labelledby", ""]])
    for (const one of home.querySelectorAll(`[${name}^="${before}${prefix}"]`))
      one.setAttribute(name, before + one.getAttribute(name).slice(before.length + prefix.length));
}

// Everything else of the address stays: a cell is known by its name there, too.
function show(number) {
  const kept = location.hash.replace(/^#/, "").split("&").filter((pair) => pair.includes("=") && !/^(result|at)=/.test(pair));
  location.hash = [...kept, `result=${number}`].join("&");
}

export function chooseResult() {
  const switches = [...document.querySelectorAll(".results > .show")];
  if (!switches.length) return;
  const number = Math.min(numberIn(location.hash), switches.length);
  for (const one of switches) {
    one.checked = Number(one.value) === number;
    one.addEventListener("change", () => show(one.value));
  }
  for (const result of document.querySelectorAll(".results > .result"))
    if (result.classList.contains(`of-${number}`)) rename(result, `r${number}-`);
    else result.remove();
  addEventListener("hashchange", () => {
    if (Math.min(numberIn(location.hash), switches.length) !== number) location.reload();
  });
}
