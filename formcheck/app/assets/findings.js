export default function ({ data, parentElement }) {
  const list = parentElement.querySelector('ul')
  list.textContent = ''
  for (const line of data.lines) {
    const item = document.createElement('li')
    item.className = line.kind
    item.innerHTML = `<svg viewBox="0 0 20 20" role="img">${ICONS[line.kind]}</svg><div><b></b><span></span></div>`
    item.querySelector('svg').setAttribute('aria-label', line.word)
    item.querySelector('b').textContent = line.text
    item.querySelector('span').textContent = line.detail
    list.append(item)
  }
}
