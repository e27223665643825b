// Before the first paint: says that scripts run, and restores the reader's choice of light or dark.
(root => {
  root.classList.add("scripts")
  try {
    const chosen = localStorage.getItem("factbook-display")
    if (chosen === "dark" || chosen === "light") root.dataset.display = chosen
  } catch { /* storage refused: the system decides */ }
})(document.documentElement)
