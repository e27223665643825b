// Before the first paint: says that scripts run, and restores the reader's choice of light or dark.
// A card stands in a frame, where the page around it hears no key: it closes itself, and gives the focus back.
(root => {
  root.classList.add("scripts")
  try {
    const chosen = localStorage.getItem("factbook-display")
    if (chosen === "dark" || chosen === "light") root.dataset.display = chosen
  } catch { /* storage refused: the system decides */ }
  const card = frameElement?.closest("[popover]")
  if (!card) return
  root.classList.add("in-card")
  addEventListener("keydown", event => { if (event.key === "Escape") card.hidePopover() })
  addEventListener("click", event => { if (event.target.closest(".card-close")) card.hidePopover() })
})(document.documentElement)
