export default function ({ data, parentElement }) {
  const list = parentElement.querySelector('ol')
  const sign = JSON.stringify(data.cells)
  if (list.dataset.sign === sign) return
  list.dataset.sign = sign
  list.textContent = ''
  for (const cell of data.cells) {
    const item = document.createElement('li')
    item.className = cell.kind
    item.setAttribute('aria-label', cell.alt)
    item.title = cell.alt
    item.innerHTML = `<b></b><svg viewBox="0 0 20 20" aria-hidden="true">${ICONS[cell.kind]}</svg><span></span>`
    item.firstElementChild.textContent = cell.label
    item.lastElementChild.textContent = cell.score
    list.appendChild(item)
  }
  list.scrollLeft = list.scrollWidth
}
