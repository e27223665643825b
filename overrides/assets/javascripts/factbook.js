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
function normalize(text) {
  return text
    .normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/ß/g, "ss")
    .replace(/(\d)[\s\u00a0\u202f](?=\d{3}(?!\d))/g, "$1")
}

// Words, and numbers with their decimal sign: "l’Europe" is two words, "1,174" one.
const WORD = /\d+(?:[.,]\d+)*|[\p{L}\p{N}]+/gu
const words = text => normalize(text).match(WORD) ?? []

// The index has text alone, with the three characters that HTML escapes in it.
const MARKS = { "&lt;": "<", "&gt;": ">", "&amp;": "&" }
const plain = text => text.replace(/&(?:lt|gt|amp);/g, mark => MARKS[mark])

let index // a promise of the pages, each with its titles and sections, and of the words that a search leaves out

async function load() {
  const got = await fetch(dialog.dataset.base + "search/search_index.json")
  if (!got.ok) throw new Error(got.status)
  const { config, docs } = await got.json()
  const leftOut = new Set(words(config?.left_out ?? ""))
  const contentWords = text => words(text).filter(word => !leftOut.has(word))
  const pages = new Map()
  const titleCount = {}
  for (const { location, title, text, boost, tags = [] } of docs) {
    const [address] = location.split("#")
    if (!pages.has(address)) pages.set(address, { title: plain(title), boost: boost ?? (address ? 1 : 0.5), sections: [] })
    const section = { location, title: plain(title), text: plain(text) }
    section.titles = [title, ...tags].map(each => contentWords(plain(each)))
    section.words = words(section.text)
    pages.get(address).sections.push(section)
    if (text) titleCount[section.title] = (titleCount[section.title] ?? 0) + 1
  }
  // A section that only lists other pages says nothing by its title.
  for (const { sections: [first, ...others] } of pages.values()) {
    first.titleCount = 1
    for (const other of others) other.titleCount = other.text ? titleCount[other.title] : Infinity
  }
  return { pages: [...pages.values()], contentWords }
}

// How well a word answers a term: the same, a plural of it, its beginning. `loose` also takes other endings
// ("spatial" for "spatiaux") and a slip of the hand ("euclyd"); it is tried only where nothing else is found.
function similarity(word, term, loose) {
  if (word === term) return 1
  const [short, long] = word.length < term.length ? [word, term] : [term, word]
  if (short.length > 2 && long.length === short.length + 1 && long.startsWith(short) && /[sx]$/.test(long)) return 0.95
  if (word.startsWith(term)) return 0.6
  if (!loose || /\d/.test(term)) return 0
  let same = 0, tail = 0
  while (same < short.length && word[same] === term[same]) same++
  if (same > 4 && (long.length - same < 4 || same > term.length - 2)) return 0.3
  while (tail < short.length - same && word.at(-1 - tail) === term.at(-1 - tail)) tail++
  const swapped = word[same] === term[same + 1] && word[same + 1] === term[same]
  return short.length > 5 && long.length - same - tail < (swapped ? 3 : 2) ? 0.2 : 0
}

const best = (list, term, loose) => list.reduce((most, word) => Math.max(most, similarity(word, term, loose)), 0)

// The pages that have all words of a query; where there are none, those that have words like them; at last, any of them.
function rank({ pages, contentWords }, query, trial = 0) {
  const loose = trial > 0, any = trial > 1
  const told = contentWords(query)
  const asked = told.length ? told : words(query)
  const likes = pages.map(({ sections }) => sections.map(section => ({
    titles: section.titles.map(title => asked.map(term => best(title, term, loose))),
    text: asked.map(term => best(section.words, term, loose)),
  })))
  const answers = likes.map(sections => asked.map((_, at) =>
    sections.some(({ titles, text }) => text[at] || titles.some(title => title[at]))))
  // A word that many pages have says little; one that none has is left out of a loose search.
  const counts = asked.map((_, at) => answers.filter(page => page[at]).length)
  const weights = counts.map(count => count && Math.log(1 + pages.length / count))
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / (weights.filter(Boolean).length || 1)
  const terms = asked.filter((_, at) => counts[at])
  const sum = like => like.reduce((all, each, at) => all + each * weights[at], 0) / mean
  const found = []
  for (const [at, page] of pages.entries()) {
    const missing = answers[at].filter((answered, term) => !answered && (counts[term] || !loose)).length
    if (any ? missing >= terms.length : missing || !terms.length) continue
    let top, topScore = -1
    for (const [place, section] of page.sections.entries()) {
      const weight = 1 + 1 / (1 + section.words.length / 40) // a short text is more about its words
      const titles = section.titles.map((title, each) => {
        const like = sum(likes[at][place].titles[each])
        // A title that says all that is asked and little else comes first, but not one that many pages have.
        const share = like / (title.length || 1)
        return 4 * like + 20 * share * share * like / (terms.length || 1) / section.titleCount
      })
      // A hit leads to where its page begins, unless a section of it answers clearly better.
      const score = (Math.max(...titles) + sum(likes[at][place].text) * weight) * (place ? 1 : 1.2)
      if (score > topScore) [top, topScore] = [section, score]
    }
    const title = Math.max(...likes[at][0].titles.map(sum))
    found.push({ page, section: top, terms, loose, score: (topScore + 8 * title) * page.boost })
  }
  if (!found.length && !any) return rank({ pages, contentWords }, query, trial + 1)
  return found.sort((a, b) => b.score - a.score)
}

// The text around the first word found, with the words found marked.
function excerpt(text, terms, loose) {
  const answers = word => words(word).some(each => terms.some(term => similarity(each, term, loose)))
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
    found = rank(await index, query)
  } catch {
    index = undefined
    status.textContent = dialog.dataset.failed
    return
  }
  if (query !== input.value.trim()) return // another query came meanwhile
  const sentence = { 0: "none", 1: "one" }[found.length] ?? (found.length > MOST ? "more" : "other")
  const parts = { "{count}": found.length, "{shown}": MOST, "{query}": query }
  status.textContent = dialog.dataset[sentence].replace(/\{\w+\}/g, part => parts[part] ?? part)
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
