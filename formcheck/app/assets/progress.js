export default function ({ data, parentElement }) {
  const find = name => parentElement.querySelector('.' + name)
  find('share').textContent = data.share === null ? data.title : Math.round(100 * data.share) + ' %'
  find('left').textContent = data.left
  find('hint').textContent = data.hint
  const bar = find('bar')
  bar.classList.toggle('unknown', data.share === null)
  bar.setAttribute('aria-label', data.title)
  if (data.share === null) bar.removeAttribute('aria-valuenow')
  else bar.setAttribute('aria-valuenow', Math.round(100 * data.share))
  bar.firstElementChild.style.width = 100 * (data.share ?? 0) + '%'
}
