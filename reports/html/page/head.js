// Runs before anything is laid out: what charts will replace need not be (page.css). If the script that would do so fails,
// the page stands as it does without one.
document.documentElement.classList.add("script");
addEventListener("error", () => document.documentElement.classList.remove("script"));
