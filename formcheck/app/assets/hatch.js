export default function ({ data, parentElement }) {
  const list = parentElement.querySelector('ul')
  const sign = JSON.stringify(data)
  if (list.dataset.sign === sign) return
  list.dataset.sign = sign
  list.setAttribute('aria-label', data.label)
  list.textContent = ''
  for (const [title, why] of data.lines) {
    const item = document.createElement('li')
    item.innerHTML = `<svg viewBox="0 0 20 20" aria-hidden="true">${ICONS.blind}</svg><p style="margin:0"><b></b> <span></span></p>`
    item.querySelector('b').textContent = title
    item.querySelector('span').textContent = why
    list.appendChild(item)
  }
}
