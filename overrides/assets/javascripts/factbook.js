// The menu on narrow screens, the choice of light or dark, the search, and frames of wide tables.
// Everything else, and every page, works without this file. One language or another makes no difference to it.

const root = document.documentElement

/* ------------------------------------------------------------------ menu */

const menuButton = document.querySelector(".menu-button")

function openMenu(open) {
  menuButton.setAttribute("aria-expanded", open)
  root.classList.toggle("menu-open", open)
}

if (menuButton) {
  const isOpen = () => menuButton.getAttribute("aria-expanded") === "true"
  menuButton.addEventListener("click", () => openMenu(!isOpen()))
  document.querySelector(".header").addEventListener("keydown", event => {
    if (event.key === "Escape" && isOpen()) {
      openMenu(false)
      menuButton.focus()
    }
  })
}

/* --------------------------------------------------------- light or dark */

const displayButton = document.querySelector(".display-button")
const systemDark = matchMedia("(prefers-color-scheme: dark)")

function showDisplay() {
  const dark = root.dataset.display ? root.dataset.display === "dark" : systemDark.matches
  displayButton.setAttribute("aria-pressed", dark)
  return dark
}

if (displayButton) {
  showDisplay()
  systemDark.addEventListener("change", showDisplay)
  displayButton.addEventListener("click", () => {
    root.dataset.display = showDisplay() ? "light" : "dark"
    showDisplay()
    try {
      localStorage.setItem("factbook-display", root.dataset.display)
    } catch { /* storage refused: the choice lasts for this page */ }
  })
}

/* ----------------------------------------------------- frames of tables */

// A frame that does not scroll needs no stop of the keyboard; one that does shows on which side there is more.
const frames = new ResizeObserver(entries => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth
    target.classList.toggle("scrolls", scrolls)
    if (scrolls) target.tabIndex = 0
    else target.removeAttribute("tabindex")
  }
})
for (const frame of document.querySelectorAll(".table, .chart-frame, pre")) frames.observe(frame)

/* --------------------------------------------------- filters of a catalogue */

// Without this, each filter is a link to a list of the same programmes. With it, one of each group can be chosen,
// together they leave what answers to all, and the address keeps the choice.
for (const filters of document.querySelectorAll(".filters")) {
  const items = [...document.querySelectorAll(".catalogue > li[data-id]")]
  const groups = [...filters.querySelectorAll(".filter")]
  const links = [...filters.querySelectorAll("[data-filter]")]
  const told = filters.querySelector("[role=status]")
  const reset = filters.querySelector("button")
  const name = link => link.hash.slice(1) || link.pathname.split("/").filter(Boolean).pop()

  function show() {
    const chosen = links.filter(link => link.ariaCurrent)
    const sets = chosen.map(link => new Set(link.dataset.filter.split(" ")))
    let count = 0
    for (const item of items) {
      item.hidden = !sets.every(set => set.has(item.dataset.id))
      if (!item.hidden) count++
    }
    for (const list of document.querySelectorAll(".catalogue")) {
      const none = [...list.children].every(item => item.hidden)
      for (let part = list; part; part = part.previousElementSibling) {
        part.hidden = none
        if (part.localName === "h2") break
      }
    }
    document.querySelector(".by-state").hidden = chosen.length > 0
    told.textContent = filters.dataset[count === 1 ? "one" : "other"].replace("{count}", count)
    reset.hidden = !chosen.length
    const query = new URLSearchParams(chosen.map(link => ["show", name(link)]))
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname + location.hash)
  }

  filters.addEventListener("click", event => {
    const link = event.target.closest("[data-filter]")
    if (!link && event.target !== reset) return
    event.preventDefault()
    const was = link?.ariaCurrent
    for (const other of link ? groups.find(group => group.contains(link)).querySelectorAll("[data-filter]") : links) {
      other.removeAttribute("aria-current")
    }
    if (link && !was) link.ariaCurrent = "true"
    show()
  })
  const asked = new URLSearchParams(location.search).getAll("show")
  for (const link of links) if (asked.includes(name(link))) link.ariaCurrent = "true"
  if (asked.length) show()
  else {
    told.textContent = filters.dataset.other.replace("{count}", items.length)
    reset.hidden = true
  }
}

/* ---------------------------------------------------------------- search */

const dialog = document.getElementById("search")
const input = dialog?.querySelector("input")
const status = dialog?.querySelector(".search-status")
const results = dialog?.querySelector(".search-results")
const MOST = 12

// Lower case without accents, raised digits let down; ligatures opened; spaces inside numbers closed ("1 174" is "1174").
function fold(text) {
  return text
    .normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/ß/g, "ss")
    .replace(/(\d)[\s\u00a0\u202f](?=\d{3}(?!\d))/g, "$1")
}

// Words, and numbers with their decimal sign: "l’Europe" is two words, "1,174" one.
const WORD = /\d+(?:[.,]\d+)*|[\p{L}\p{N}]+/gu
const words = text => fold(text).match(WORD) ?? []

// The index has text alone, with the three characters that HTML escapes in it.
const MARKS = { "&lt;": "<", "&gt;": ">", "&amp;": "&" }
const plain = text => text.replace(/&(?:lt|gt|amp);/g, mark => MARKS[mark])

let index // a promise of the pages, each with its sections

async function load() {
  const got = await fetch(dialog.dataset.base + "search/search_index.json")
  if (!got.ok) throw new Error(got.status)
  const { docs } = await got.json()
  const pages = new Map()
  for (const { location, title, text, boost } of docs) {
    const [address] = location.split("#")
    if (!pages.has(address)) pages.set(address, { title: plain(title), boost: boost ?? (address ? 1 : 0.5), sections: [] })
    const section = { location, title: plain(title), text: plain(text) }
    section.titleWords = words(section.title)
    section.textWords = words(section.text)
    pages.get(address).sections.push(section)
  }
  return [...pages.values()]
}

// How well a word answers a term: the same, its beginning, a plural of it. `loose` also takes other endings
// ("spatial" for "spatiaux") and a slip of the hand ("euclyd"); it is tried only where nothing else is found.
function likeness(word, term, loose) {
  if (word === term) return 1
  if (word.startsWith(term)) return 0.6
  if (term.length > 3 && /[sx]$/.test(term) && word === term.slice(0, -1)) return 0.8
  if (!loose || /\d/.test(term)) return 0
  const least = Math.min(word.length, term.length), most = Math.max(word.length, term.length)
  let same = 0, tail = 0
  while (same < least && word[same] === term[same]) same++
  if (same > 4 && (most - same < 4 || same > term.length - 2)) return 0.3
  while (tail < least - same && word.at(-1 - tail) === term.at(-1 - tail)) tail++
  const swapped = word[same] === term[same + 1] && word[same + 1] === term[same]
  return least > 5 && most - same - tail < (swapped ? 3 : 2) ? 0.2 : 0
}

const best = (list, term, loose) => list.reduce((most, word) => Math.max(most, likeness(word, term, loose)), 0)

function answer(pages, query, loose) {
  const asked = words(query)
  const likes = pages.map(({ sections }) => sections.map(section =>
    asked.map(term => [best(section.titleWords, term, loose), best(section.textWords, term, loose)])))
  const answers = likes.map(sections => asked.map((_, at) => sections.some(section => section[at][0] || section[at][1])))
  // A word that many pages have, as articles are, says little; one that none has is left out of a loose search.
  const counts = asked.map((_, at) => answers.filter(page => page[at]).length)
  const weights = counts.map(count => count && Math.log(1 + pages.length / count))
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / (weights.filter(Boolean).length || 1)
  const terms = asked.filter((_, at) => counts[at])
  const sum = (section, part) => section.reduce((all, like, at) => all + like[part] * weights[at], 0) / mean
  const found = []
  for (const [at, page] of pages.entries()) {
    if (!terms.length || answers[at].some((answered, term) => !answered && (counts[term] || !loose))) continue
    const title = sum(likes[at][0], 0)
    let top, topScore = -1
    for (const [place, section] of page.sections.entries()) {
      const weight = 1 + 1 / (1 + section.textWords.length / 40) // a short text is more about its words
      const score = 4 * sum(likes[at][place], 0) + sum(likes[at][place], 1) * weight
      if (score > topScore) [top, topScore] = [section, score]
    }
    const share = title / Math.max(page.sections[0].titleWords.length, 1) // a title that says little else comes first
    found.push({ page, section: top, terms, loose, score: (topScore + 8 * title + 10 * share) * page.boost })
  }
  if (!found.length && !loose) return answer(pages, query, true)
  return found.sort((a, b) => b.score - a.score)
}

// The text around the first word found, with the words found marked.
function excerpt(text, terms, loose) {
  const answers = word => words(word).some(each => terms.some(term => likeness(each, term, loose)))
  const hits = [...text.matchAll(WORD)].filter(([word]) => answers(word))
  const from = hits.length ? Math.max(0, text.lastIndexOf(" ", Math.max(0, hits[0].index - 50)) + 1) : 0
  const to = text.length > from + 180 ? text.lastIndexOf(" ", from + 180) : text.length
  const parts = document.createElement("p")
  let at = from
  for (const { 0: word, index: start } of hits) {
    if (start < at || start + word.length > to) continue
    const mark = document.createElement("mark")
    mark.textContent = word
    parts.append(text.slice(at, start), mark)
    at = start + word.length
  }
  parts.prepend(from > 0 ? "… " : "")
  parts.append(text.slice(at, to), to < text.length ? " …" : "")
  return parts
}

async function search() {
  const query = input.value.trim()
  if (!query) {
    status.textContent = ""
    results.replaceChildren()
    return
  }
  let found
  try {
    index ??= load()
    found = answer(await index, query)
  } catch {
    index = undefined
    status.textContent = dialog.dataset.failed
    return
  }
  if (query !== input.value.trim()) return // another query came meanwhile
  const sentence = { 0: "none", 1: "one" }[found.length] ?? "other"
  status.textContent = dialog.dataset[sentence].replace("{count}", found.length).replace("{query}", query)
  results.replaceChildren(...found.slice(0, MOST).map(({ page, section, terms, loose }) => {
    const item = document.createElement("li")
    const link = document.createElement("a")
    link.href = dialog.dataset.base + section.location
    link.textContent = section.title && section.title !== page.title ? `${page.title} – ${section.title}` : page.title
    item.append(link, excerpt(section.text, terms, loose))
    return item
  }))
}

function openSearch() {
  dialog.showModal()
  input.select()
}

if (dialog) {
  for (const button of document.querySelectorAll("[data-opens=search]")) button.addEventListener("click", openSearch)
  dialog.querySelector(".search-close").addEventListener("click", () => dialog.close())
  dialog.addEventListener("click", event => {
    if (event.target === dialog || event.target.closest(".search-results a")) dialog.close()
  })
  dialog.querySelector("form").addEventListener("submit", event => {
    event.preventDefault()
    results.querySelector("a")?.click()
  })
  input.addEventListener("input", search)
  document.addEventListener("keydown", event => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      openSearch()
    }
  })
  const query = new URLSearchParams(location.search).get("q")
  if (query) {
    input.value = query
    openSearch()
    search()
  }
}
