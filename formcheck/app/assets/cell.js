const makeCell = (tag, cell) => {
  const item = document.createElement(tag)
  item.className = `cell ${cell.kind}`
  item.setAttribute('aria-label', cell.alt)
  item.title = cell.alt
  item.innerHTML = `<b></b><svg viewBox="0 0 20 20" aria-hidden="true">${ICONS[cell.kind]}</svg><span></span>`
  item.firstElementChild.textContent = cell.label
  item.lastElementChild.textContent = cell.score
  return item
}
