export default function ({ data, parentElement }) {
  const list = parentElement.querySelector('ol')
  const sign = JSON.stringify(data.cells)
  if (list.dataset.sign === sign) return
  list.dataset.sign = sign
  list.textContent = ''
  list.append(...data.cells.map((cell) => makeCell('li', cell)))
  list.scrollLeft = list.scrollWidth
}
