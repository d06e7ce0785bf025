const ICON = '<svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"><rect x="2" y="2" width="16" height="16" rx="4" stroke-dasharray="3 3"/><path d="M7.8 7.8a2.2 2.2 0 1 1 2.9 2c-.5.2-.7.6-.7 1.2M10 14v.1"/></svg>'
export default function ({ data, parentElement }) {
  const list = parentElement.querySelector('ul')
  const sign = JSON.stringify(data)
  if (list.dataset.sign === sign) return
  list.dataset.sign = sign
  list.setAttribute('aria-label', data.label)
  list.textContent = ''
  for (const [title, why] of data.lines) {
    const item = document.createElement('li')
    item.innerHTML = ICON + '<p style="margin:0"><b></b> <span></span></p>'
    item.querySelector('b').textContent = title
    item.querySelector('span').textContent = why
    list.appendChild(item)
  }
}
